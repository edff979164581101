export { type BoardApi, BoardBinding, type PointerPayload } from "./board";
export { collaborators } from "./collaborators";
export { scrollTo, viewOf, type ViewState } from "./view";
export { changed as withProperties, elementOf } from "./elements";
