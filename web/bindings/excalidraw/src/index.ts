export { type BoardApi, BoardBinding, type PointerPayload } from "./board";
export { collaborators } from "./collaborators";
