import { useEffect } from "react";
import { Gate } from "./access/Gate";
import { destination } from "./access/next";
import { HomePage } from "./home/HomePage";
import { followLink, goInstead, routeOf, usePath, type Route } from "./router";
import { later } from "./ui/later";
import { Notice } from "./ui/Notice";
import { Toasts } from "./ui/Toasts";

const bar = <div className="top-bar" />;
const DocumentPage = later(() => import("./document/DocumentPage"), bar);
const SessionPage = later(() => import("./collaboration/SessionPage"), bar);
const AccountPage = later(() => import("./account/AccountPage"), bar);
const AdminPage = later(() => import("./admin/AdminPage"), bar);

// Most who come by an address that is not the home page's are let in: the page is there by the time that is known.
if (routeOf(location.pathname).page === "document") DocumentPage.fetch();

export function App() {
  const route = routeOf(usePath());
  return (
    <>
      <a className="skip-link" href="#main">
        Skip to the content
      </a>
      <Gate route={route}>
        <Page route={route} />
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
