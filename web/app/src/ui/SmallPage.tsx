import type { ReactNode } from "react";
import { followLink } from "../router";
import { ThemeMenu } from "../theme/ThemeMenu";
import { Logo } from "./Logo";

/** A page with one thing on it in the middle. */
export function SmallPage({ children }: { children: ReactNode }) {
  return (
    <div className="small-page">
      <header className="top-bar">
        <a className="brand" href="/" onClick={followLink}>
          <Logo />
          Weft
        </a>
        <div className="top-bar-end">
          <ThemeMenu />
        </div>
      </header>
      <main id="main" className="small-main">
        {children}
      </main>
    </div>
  );
}
