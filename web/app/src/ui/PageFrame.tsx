import type { ReactNode } from "react";
import { MyMenu } from "../me/MyMenu";
import { followLink } from "../router";
import { ThemeMenu } from "../theme/ThemeMenu";
import { Logo } from "./Logo";
import "./page.css";

/** A page beside the documents: the bar with the way back to them, a heading, and what the page is about. */
export function PageFrame({ title, wide = false, children }: { title: string; wide?: boolean; children: ReactNode }) {
  return (
    <div className="page">
      <header className="top-bar">
        <a className="brand" href="/" onClick={followLink} title="All documents">
          <Logo />
          Weft
        </a>
        <div className="top-bar-end">
          <ThemeMenu />
          <MyMenu />
        </div>
      </header>
      <main id="main" className={wide ? "page-main wide" : "page-main"}>
        <h1>{title}</h1>
        {children}
      </main>
    </div>
  );
}

/** A part of a page, with a heading and perhaps something to do beside it. */
export function Section({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <section className="section">
      <div className="section-head">
        <h2>{title}</h2>
        {action}
      </div>
      {children}
    </section>
  );
}
