export { type Arc, arcOver } from "./arc";
export { colorOf } from "./color";
export {
  elementLabels,
  elementTypeOf,
  elementTypes,
  endFields,
  type ChoiceField,
  type ElementType,
  type Field,
  interfaceFields,
  itemFields,
  notesField,
  type NumberField,
  shownValue,
  sourceFields,
  type Unit,
  valueOf,
} from "./fields";
export { boundsOf, isOn, overlaps, union } from "./hit";
export * as jones from "./jones";
export { finiteOf, isRecord, type Json, numberOf, type Properties, recordsOf } from "./json";
export { dichroicReflectance, fresnelP, fresnelS, refractedCosine } from "./laws";
export { library, libraryEntries, type LibraryEntry, type LibraryGroup } from "./library";
export { distanceTo, paramAt, partOf, pathMeasure, type PathPlace, RayPaths } from "./paths";
export { anglePoints, angleTo, angleWith, canRotate, type Changes, lengthOf, normalAngle, placed, type Point, type Pose, poseOf, rounded, rulerOfLength, rulerPoints, rulerWith, toBench, toLocal } from "./pose";
export { type Source, sourceOf } from "./source";
export { type Surfaces, surfacesOf } from "./surfaces";
export { type Box, type Label, type Material, type Part, type Symbol, symbolOf, typeSize } from "./symbol";
export { type Limits, type Trace, Tracer, usualLimits } from "./trace";
