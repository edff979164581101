// Runs before the first paint, so that a chosen theme never flashes the other one. It is a file of its own because the
// content security policy allows no inline script.
(function () {
  try {
    var theme = localStorage.getItem("weft.theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch (error) {
    // Storage may be blocked; the theme of the system is used then.
    void error;
  }
})();
