import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { beginAccess } from "./access/access";
import { App } from "./App";
import { PageFailure } from "./PageFailure";
import { provideLocks } from "./TabLocks";
import "./styles/base.css";

// The drawing editor looks for its fonts here.
(window as { EXCALIDRAW_ASSET_PATH?: string }).EXCALIDRAW_ASSET_PATH = "/assets/excalidraw/";

provideLocks();
beginAccess();

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <PageFailure>
      <App />
    </PageFailure>
  </StrictMode>,
);
