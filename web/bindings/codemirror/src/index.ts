export { type CollabOptions, weftCollab } from "./collab";
