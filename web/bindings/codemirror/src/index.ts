export { weftCollab } from "./collab";
