// The elements in React's JSX.

import type {} from "passerelle/jsx";

export const page = (
  <passerelle-suggestions
    src="/pack/"
    placement="product"
    product-id="85123A"
    limit={4}
    className="wide"
    onpasserelle-click={(event) => console.log(event.detail.itemId)}
  >
    <p>What the page shows otherwise</p>
  </passerelle-suggestions>
);

export const letters = <passerelle-notices src="/pack/" />;
export const messages = <passerelle-messages src="/pack/" page="checkout" sold-out="a" onpasserelle-feedback={({ detail }) => void detail.answer} />;
export const loyalty = <passerelle-loyalty src="/pack/" tier="friend" onpasserelle-adviser={({ detail }) => void detail.adviser} />;

export const inside = <passerelle-inspector src="/pack/" />;

// @ts-expect-error There is no such placement.
export const wrong = <passerelle-suggestions placement="basket" />;

// @ts-expect-error There is no such element.
export const unknown = <passerelle-suggestion />;
