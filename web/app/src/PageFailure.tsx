import { Component, type ReactNode } from "react";
import { Notice } from "./ui/Notice";

/** Stands in for a page that could not be shown, most often because the server has a newer app than the one that is open. */
export class PageFailure extends Component<{ readonly children: ReactNode }, { readonly error: Error | null }> {
  override state: { readonly error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown): { error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render() {
    const { error } = this.state;
    if (error === null) return this.props.children;
    const outdated = /dynamically imported module|module script failed|preload CSS/i.test(error.message);
    return (
      <main id="main" className="full">
        <Notice
          title={outdated ? "Weft has been updated" : "This page has stopped"}
          actions={
            <>
              <button type="button" className="button primary" onClick={() => location.reload()}>
                Load it again
              </button>
              <a className="button" href="/">
                All documents
              </a>
            </>
          }
        >
          {outdated
            ? "The app in this tab is older than the one on the server, or the server does not answer. What you wrote is kept in this browser."
            : `Something went wrong in the app (${error.message}). What you wrote is kept in this browser.`}
        </Notice>
      </main>
    );
  }
}
