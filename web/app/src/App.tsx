import { lazy, Suspense, useEffect } from "react";
import { Gate } from "./access/Gate";
import { destination } from "./access/next";
import { HomePage } from "./home/HomePage";
import { followLink, goInstead, routeOf, usePath, type Route } from "./router";
import { Notice } from "./ui/Notice";
import { Toasts } from "./ui/Toasts";

const DocumentPage = lazy(() => import("./document/DocumentPage"));
const SessionPage = lazy(() => import("./collaboration/SessionPage"));
const AccountPage = lazy(() => import("./account/AccountPage"));
const AdminPage = lazy(() => import("./admin/AdminPage"));

export function App() {
  const route = routeOf(usePath());
  return (
    <>
      <a className="skip-link" href="#main">
        Skip to the content
      </a>
      <Gate route={route}>
        <Suspense fallback={<div className="top-bar" />}>
          <Page route={route} />
        </Suspense>
      </Gate>
      <Toasts />
    </>
  );
}

function Page({ route }: { route: Route }) {
  switch (route.page) {
    case "home":
      return <HomePage />;
    case "document":
      return <DocumentPage key={route.id} id={route.id} />;
    case "session":
      return <SessionPage key={route.name} session={route.name} />;
    case "account":
      return <AccountPage />;
    case "admin":
      return <AdminPage />;
    case "signin":
    case "register":
      return <Onward />;
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

/** Who is in already is sent on to where they wanted to go. */
function Onward() {
  useEffect(() => goInstead(destination()), []);
  return null;
}
