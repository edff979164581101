import { Icon } from "../ui/Icon";
import { Menu, MenuChoice } from "../ui/Menu";
import { chooseTheme, useTheme, useThemeChoice, type ThemeChoice } from "./theme";

const choices: readonly { readonly choice: ThemeChoice; readonly icon: "sun" | "moon" | "system"; readonly label: string }[] = [
  { choice: "light", icon: "sun", label: "Light" },
  { choice: "dark", icon: "moon", label: "Dark" },
  { choice: "system", icon: "system", label: "Like the system" },
];

export function ThemeMenu() {
  const chosen = useThemeChoice();
  const seen = useTheme();
  return (
    <Menu label="Theme" trigger={<Icon name={seen === "dark" ? "moon" : "sun"} />}>
      {choices.map(({ choice, icon, label }) => (
        <MenuChoice key={choice} icon={icon} checked={chosen === choice} onChoose={() => chooseTheme(choice)}>
          {label}
        </MenuChoice>
      ))}
    </Menu>
  );
}
