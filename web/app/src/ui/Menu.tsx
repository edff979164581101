import {
  createContext,
  useContext,
  useEffect,
  useEffectEvent,
  useId,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
} from "react";
import { Icon, type IconName } from "./Icon";

interface MenuProps {
  /** What the button is called for those who cannot see it. */
  readonly label: string;
  readonly trigger: ReactNode;
  readonly triggerClass?: string;
  readonly align?: "start" | "end";
  readonly children: ReactNode;
  readonly onOpenChange?: (open: boolean) => void;
}

const CloseMenu = createContext<() => void>(() => undefined);

const itemsOf = (menu: HTMLElement) =>
  [...menu.querySelectorAll<HTMLElement>('[role^="menuitem"]')].filter((item) => !item.hasAttribute("disabled"));

/** A button that opens a menu: arrows, Home, End and first letters move, Escape and a click elsewhere close it. */
export function Menu({ label, trigger, triggerClass = "icon-button", align = "end", children, onOpenChange }: MenuProps) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const id = useId();

  const change = (to: boolean) => {
    setOpen(to);
    onOpenChange?.(to);
  };
  const close = () => {
    change(false);
    button.current?.focus();
  };

  useLayoutEffect(() => {
    if (!open || !menu.current || !button.current) return;
    place(menu.current, button.current, align);
    itemsOf(menu.current)[0]?.focus({ preventScroll: true });
  }, [open, align]);

  useEffect(() => {
    if (!open) return;
    const away = (event: Event) => {
      const target = event.target as Node;
      if (!menu.current?.contains(target) && !button.current?.contains(target)) change(false);
    };
    const leave = () => change(false);
    document.addEventListener("pointerdown", away, true);
    window.addEventListener("resize", leave);
    // A long menu is scrolled itself.
    window.addEventListener("scroll", away, true);
    return () => {
      document.removeEventListener("pointerdown", away, true);
      window.removeEventListener("resize", leave);
      window.removeEventListener("scroll", away, true);
    };
  });

  return (
    <>
      <button
        ref={button}
        type="button"
        className={triggerClass}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => change(!open)}
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown" || open) return;
          event.preventDefault();
          change(true);
        }}
      >
        {trigger}
      </button>
      {open && (
        <div ref={menu} id={id} className="menu" role="menu" aria-label={label} onKeyDown={(event) => moveInMenu(event, close)}>
          <CloseMenu value={close}>{children}</CloseMenu>
        </div>
      )}
    </>
  );
}

interface PopupMenuProps {
  readonly label: string;
  /** Where it opens, in the coordinates of the window. */
  readonly at: { readonly x: number; readonly y: number };
  readonly children: ReactNode;
  readonly onClose: () => void;
}

/** A menu without a button, for a right click or the menu key; it is moved in and closed like any other. */
export function PopupMenu({ label, at, children, onClose }: PopupMenuProps) {
  const menu = useRef<HTMLDivElement>(null);
  const close = useEffectEvent(onClose);

  useLayoutEffect(() => {
    if (!menu.current) return;
    const { offsetWidth: width, offsetHeight: height } = menu.current;
    menu.current.style.left = `${Math.max(8, Math.min(at.x, innerWidth - width - 8))}px`;
    menu.current.style.top = `${Math.max(8, Math.min(at.y, innerHeight - height - 8))}px`;
    itemsOf(menu.current)[0]?.focus({ preventScroll: true });
  }, [at]);

  useEffect(() => {
    const away = (event: Event) => {
      if (!menu.current?.contains(event.target as Node)) close();
    };
    const leave = () => close();
    document.addEventListener("pointerdown", away, true);
    window.addEventListener("resize", leave);
    return () => {
      document.removeEventListener("pointerdown", away, true);
      window.removeEventListener("resize", leave);
    };
  }, []);

  return (
    <div ref={menu} className="menu" role="menu" aria-label={label} onKeyDown={(event) => moveInMenu(event, onClose)}>
      <CloseMenu value={onClose}>{children}</CloseMenu>
    </div>
  );
}

function place(menu: HTMLElement, button: HTMLElement, align: "start" | "end"): void {
  const anchor = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const left = align === "end" ? anchor.right - width : anchor.left;
  const below = anchor.bottom + 6;
  const top = below + height > innerHeight - 8 ? Math.max(8, anchor.top - height - 6) : below;
  menu.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
  menu.style.top = `${top}px`;
}

function moveInMenu(event: KeyboardEvent<HTMLElement>, close: () => void): void {
  const items = itemsOf(event.currentTarget);
  const here = items.indexOf(document.activeElement as HTMLElement);
  const to = (index: number) => {
    event.preventDefault();
    items[(index + items.length) % items.length]?.focus();
  };
  switch (event.key) {
    case "ArrowDown": return to(here + 1);
    case "ArrowUp": return to(here - 1);
    case "Home": return to(0);
    case "End": return to(items.length - 1);
    case "Tab":
    case "Escape":
      event.preventDefault();
      event.stopPropagation();
      return close();
    default: {
      if (event.key.length !== 1 || event.key === " ") return;
      const letter = event.key.toLowerCase();
      const found = items.findIndex((item, index) => index > here && item.textContent?.trim().toLowerCase().startsWith(letter));
      const index = found >= 0 ? found : items.findIndex((item) => item.textContent?.trim().toLowerCase().startsWith(letter));
      if (index >= 0) to(index);
    }
  }
}

interface ItemProps {
  readonly icon?: IconName;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  readonly children: ReactNode;
  readonly onChoose: () => void;
}

export function MenuItem({ icon, danger, disabled, children, onChoose }: ItemProps) {
  const close = useContext(CloseMenu);
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      disabled={disabled}
      className={danger ? "menu-item danger" : "menu-item"}
      onClick={() => {
        close();
        onChoose();
      }}
    >
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  );
}

/** A menu item that is a link, for a download: the browser does the rest. */
export function MenuLink({ icon, href, children }: { icon?: IconName; href: string; children: ReactNode }) {
  const close = useContext(CloseMenu);
  return (
    <a role="menuitem" tabIndex={-1} className="menu-item" href={href} download onClick={() => setTimeout(close)}>
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </a>
  );
}

interface ChoiceProps {
  readonly icon?: IconName;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly children: ReactNode;
  readonly onChoose: () => void;
}

export function MenuChoice({ icon, checked, disabled, children, onChoose }: ChoiceProps) {
  const close = useContext(CloseMenu);
  return (
    <button
      type="button"
      role="menuitemradio"
      aria-checked={checked}
      tabIndex={-1}
      disabled={disabled}
      className="menu-item"
      onClick={() => {
        onChoose();
        close();
      }}
    >
      {icon && <Icon name={icon} />}
      <span>{children}</span>
      {checked && <Icon name="check" />}
    </button>
  );
}

export function MenuTitle({ children }: { children: ReactNode }) {
  return <div className="menu-title">{children}</div>;
}

export function MenuLine() {
  return <div className="menu-line" role="separator" />;
}
