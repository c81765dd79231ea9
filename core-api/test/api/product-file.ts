import { testProduct } from "./product.ts";

/** What `BAILIWICK_PRODUCT_FILE` names when a test starts a process. */
export default testProduct();
