"use client";

import { useEffect } from "react";
import type {} from "passerelle/jsx";

import { shop } from "../shop.js";

/** Rendered on the server too: the package does nothing there. */
export function Suggestions({ productId }: { productId: string }) {
  useEffect(() => {
    void shop();
  }, []);
  return (
    <passerelle-suggestions src="/pack/" placement="product" product-id={productId} limit={4}>
      <p>What this page shows otherwise</p>
    </passerelle-suggestions>
  );
}
