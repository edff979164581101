import type { Palette } from "./RayLayer";

export const palettes: { readonly [theme in "light" | "dark"]: Palette } = {
  light: { grid: "#f2f0ec", coarse: "#e5e2db", axis: "#d3cec4", isDark: false },
  dark: { grid: "#242320", coarse: "#2f2d29", axis: "#403d37", isDark: true },
};
