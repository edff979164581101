import { lazy, Suspense } from "react";
import { HomePage } from "./home/HomePage";
import { followLink, routeOf, usePath } from "./router";
import { Notice } from "./ui/Notice";
import { Toasts } from "./ui/Toasts";

const DocumentPage = lazy(() => import("./document/DocumentPage"));

export function App() {
  const path = usePath();
  return (
    <>
      <a className="skip-link" href="#main">
        Skip to the content
      </a>
      <Page path={path} />
      <Toasts />
    </>
  );
}

function Page({ path }: { path: string }) {
  const route = routeOf(path);
  switch (route.page) {
    case "home":
      return <HomePage />;
    case "document":
      return (
        <Suspense fallback={<div className="top-bar" />}>
          <DocumentPage key={route.id} id={route.id} />
        </Suspense>
      );
    case "unknown":
      return (
        <main id="main" className="full">
          <Notice
            title="There is no such page"
            actions={
              <a className="button primary" href="/" onClick={followLink}>
                All documents
              </a>
            }
          >
            The address may be mistyped.
          </Notice>
        </main>
      );
  }
}
