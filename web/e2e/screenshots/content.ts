/** What the pictures show. */
export const letter = `A weekend in Lisbon

We fly on Friday the 4th and come back on Tuesday. Everybody brings one book for the others, and nobody brings a laptop.

Friday
- Tram 28 up to Graça, before the queue
- Dinner at the place with the blue door (Grace knows the way)

Saturday
- Pastéis in Belém, then the tower and the river
- A day in Sintra if it is not too hot

Still open
- Who feeds the cat?
- Do we need the big umbrella?
`;

interface Shape {
  readonly id: string;
  readonly type: "rectangle" | "ellipse" | "diamond" | "text" | "arrow";
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly [more: string]: unknown;
}

let order = 0;

function shape(values: Shape): object {
  return {
    angle: 0,
    strokeColor: "#1e1e1e",
    backgroundColor: "transparent",
    fillStyle: "solid",
    strokeWidth: 2,
    strokeStyle: "solid",
    roughness: 1,
    opacity: 100,
    groupIds: [],
    frameId: null,
    index: `a${(order++).toString(36)}`,
    roundness: { type: 3 },
    seed: 1_000 + order * 77,
    version: 1,
    versionNonce: order,
    isDeleted: false,
    boundElements: null,
    updated: 1,
    link: null,
    locked: false,
    ...values,
  };
}

const words = (id: string, x: number, y: number, text: string, fontSize = 20, strokeColor = "#1e1e1e") =>
  shape({
    id,
    type: "text",
    x,
    y,
    width: Math.max(...text.split("\n").map((line) => line.length)) * fontSize * 0.52,
    height: text.split("\n").length * fontSize * 1.25,
    text,
    originalText: text,
    fontSize,
    fontFamily: 5,
    textAlign: "left",
    verticalAlign: "top",
    containerId: null,
    autoResize: true,
    lineHeight: 1.25,
    roundness: null,
    strokeColor,
  });

const box = (id: string, x: number, y: number, width: number, height: number, backgroundColor: string, strokeColor: string) =>
  shape({ id, type: "rectangle", x, y, width, height, backgroundColor, strokeColor });

const arrow = (id: string, x: number, y: number, dx: number, dy: number, strokeColor = "#1e1e1e") =>
  shape({
    id,
    type: "arrow",
    x,
    y,
    width: Math.abs(dx),
    height: Math.abs(dy),
    points: [
      [0, 0],
      [dx, dy],
    ],
    lastCommittedPoint: null,
    startBinding: null,
    endBinding: null,
    startArrowhead: null,
    endArrowhead: "arrow",
    elbowed: false,
    roundness: { type: 2 },
    strokeColor,
  });

export const board = {
  type: "excalidraw",
  version: 2,
  source: "weft",
  elements: [
    words("title", 290, 120, "How an edit travels", 36),
    box("ada", 290, 230, 190, 96, "#d0ebff", "#1971c2"),
    words("adaText", 330, 264, "Ada types", 22, "#1971c2"),
    box("room", 590, 230, 200, 96, "#fff3bf", "#f08c00"),
    words("roomText", 615, 264, "room: revision 7", 20, "#c2680a"),
    box("grace", 900, 230, 190, 96, "#d3f9d8", "#2f9e44"),
    words("graceText", 923, 264, "Grace sees it", 22, "#2f9e44"),
    shape({ id: "disk", type: "ellipse", x: 604, y: 430, width: 172, height: 92, backgroundColor: "#ffe3e3", strokeColor: "#e03131" }),
    words("diskText", 652, 462, "on disk", 22, "#e03131"),
    arrow("send", 490, 278, 90, 0),
    arrow("tell", 800, 278, 90, 0),
    arrow("save", 690, 336, 0, 84),
    words("first", 820, 420, "saved first,\nthen told", 22),
    words("measure", 330, 390, "base 6 → revision 7", 20, "#868e96"),
  ],
  appState: {},
  files: {},
};
