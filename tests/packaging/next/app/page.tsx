import { Suggestions } from "./suggestions";

export default function Page() {
  return (
    <main>
      <h1>A bag</h1>
      <Suggestions productId="22423" />
    </main>
  );
}
