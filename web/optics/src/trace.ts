import { polarize, polarizeCircular, retard, rotate, scale } from "./jones";
import { fresnelP, fresnelS, refractedCosine } from "./laws";
import type { Source } from "./source";
import { Action, Column, COLUMNS, reflectanceAt, type Surfaces } from "./surfaces";

export interface Limits {
  /** How many surfaces one ray meets at most. */
  readonly bounces: number;
  /** Fainter rays than this are let go; a ray begins with an intensity of 1. */
  readonly leastIntensity: number;
  /** How many straight pieces are traced at most, of all rays together. */
  readonly pieces: number;
}

/**
 * A reflection on plain glass, 4 %, is followed, a second one of it is not. The number of pieces is what a browser still draws
 * while something is dragged.
 */
export const usualLimits: Limits = { bounces: 80, leastIntensity: 0.005, pieces: 60_000 };

/** The straight pieces of all rays. The arrays belong to the tracer: they are good until it traces again. */
export interface Trace {
  readonly count: number;
  /** Beginning and end of each piece, x1 y1 x2 y2 in millimetres of the bench. */
  readonly ends: Float64Array;
  readonly intensities: Float32Array;
  /** The index of the source of each piece. */
  readonly sources: Uint16Array;
  /** The piece before each one on the way of the light; -1 for those that begin at a source. */
  readonly previous: Int32Array;
  /** Where rays end that nothing stops: the indices of their last pieces. */
  readonly escaped: readonly number[];
  /** Whether there would have been more pieces than the limit. */
  readonly isCut: boolean;
}

/** One ray on its way: position, direction, Jones vector, what is left of its length, what it met last, and its last piece. */
const X = 0;
const Y = 1;
const DX = 2;
const DY = 3;
const LIGHT = 4;
const LENGTH = 8;
const BOUNCES = 9;
const LAST = 10;
const PIECE = 11;
const RAY = 12;

/** What lies nearer than this, in millimetres, is the surface that the ray comes from. */
const NEAREST = 1e-7;

/** Follows rays through a bench. One tracer is used over and over, and keeps its memory. */
export class Tracer {
  private readonly ray = new Float64Array(RAY);
  private readonly light = this.ray.subarray(LIGHT, LIGHT + 4);
  private stack = new Float64Array(64 * RAY);
  private waiting = 0;
  private ends = new Float64Array(4 * 1_024);
  private intensities = new Float32Array(1_024);
  private sources = new Uint16Array(1_024);
  private previous = new Int32Array(1_024);
  private count = 0;
  private escaped: number[] = [];
  private isCut = false;
  private surfaces: Surfaces | undefined;
  /** Of the nearest surface so far. */
  private distance = 0;
  private hit = -1;
  /** The unit normal of the hit surface, against the ray. */
  private normalX = 0;
  private normalY = 0;
  private fromFirst = false;
  private wavelength = 0;

  constructor(private readonly limits: Limits = usualLimits) {}

  trace(surfaces: Surfaces, sources: readonly Source[]): Trace {
    this.surfaces = surfaces;
    this.count = 0;
    this.escaped = [];
    this.isCut = false;
    sources.forEach((source, index) => this.emit(source, index));
    this.surfaces = undefined;
    const { count, ends, intensities, sources: origins, previous, escaped, isCut } = this;
    return { count, ends, intensities, sources: origins, previous, escaped, isCut };
  }

  private emit({ pose, rays, size, spread, length, wavelength, light }: Source, index: number): void {
    this.wavelength = wavelength;
    const turn = (-pose.angle * Math.PI) / 180;
    // Rays on top of each other are one to see.
    const distinct = size === 0 && spread === 0 ? 1 : rays;
    for (let i = 0; i < distinct; i++) {
      const across = distinct === 1 ? 0 : i / (distinct - 1) - 0.5;
      const direction = turn + (2 * across * spread * Math.PI) / 180;
      const { ray } = this;
      ray[X] = pose.x - Math.sin(turn) * across * size;
      ray[Y] = pose.y + Math.cos(turn) * across * size;
      ray[DX] = Math.cos(direction);
      ray[DY] = Math.sin(direction);
      ray.set(light, LIGHT);
      ray[LENGTH] = length;
      ray[BOUNCES] = 0;
      ray[LAST] = -1;
      ray[PIECE] = -1;
      this.follow(index);
    }
  }

  /** Follows the ray at hand, and all that is split from it. */
  private follow(source: number): void {
    this.waiting = 0;
    let goesOn = true;
    while (goesOn) {
      goesOn = this.step(source);
      if (goesOn || this.waiting === 0) continue;
      this.waiting--;
      this.ray.set(this.stack.subarray(this.waiting * RAY, (this.waiting + 1) * RAY));
      goesOn = true;
    }
  }

  /** To the next surface, and what happens there. Returns whether the ray at hand goes on. */
  private step(source: number): boolean {
    const { ray } = this;
    if (this.count >= this.limits.pieces) {
      this.isCut = true;
      this.waiting = 0;
      return false;
    }
    this.findNearest();
    const x = ray[X]!;
    const y = ray[Y]!;
    ray[X] = x + this.distance * ray[DX]!;
    ray[Y] = y + this.distance * ray[DY]!;
    ray[LENGTH]! -= this.distance;
    this.draw(x, y, source);
    if (this.hit < 0) {
      this.escaped.push(this.count - 1);
      return false;
    }
    ray[LAST] = this.hit;
    ray[BOUNCES]! += 1;
    this.findNormal();
    return this.act() && this.isWorthIt();
  }

  private isWorthIt(): boolean {
    return this.ray[BOUNCES]! < this.limits.bounces && this.ray[LENGTH]! > NEAREST && this.brightness() >= this.limits.leastIntensity;
  }

  private brightness(): number {
    const { light } = this;
    return light[0]! * light[0]! + light[1]! * light[1]! + light[2]! * light[2]! + light[3]! * light[3]!;
  }

  private draw(fromX: number, fromY: number, source: number): void {
    if (this.count === this.sources.length) this.grow();
    const at = 4 * this.count;
    this.ends[at] = fromX;
    this.ends[at + 1] = fromY;
    this.ends[at + 2] = this.ray[X]!;
    this.ends[at + 3] = this.ray[Y]!;
    this.intensities[this.count] = this.brightness();
    this.sources[this.count] = source;
    this.previous[this.count] = this.ray[PIECE]!;
    this.ray[PIECE] = this.count;
    this.count++;
  }

  private grow(): void {
    const { ends, intensities, sources, previous } = this;
    this.ends = new Float64Array(2 * ends.length);
    this.ends.set(ends);
    this.intensities = new Float32Array(2 * intensities.length);
    this.intensities.set(intensities);
    this.sources = new Uint16Array(2 * sources.length);
    this.sources.set(sources);
    this.previous = new Int32Array(2 * previous.length);
    this.previous.set(previous);
  }

  private findNearest(): void {
    const { ray } = this;
    this.distance = ray[LENGTH]!;
    this.hit = -1;
    this.surfaces!.tree.search(ray[X]!, ray[Y]!, ray[DX]!, ray[DY]!, this.distance, this.visit);
  }

  private readonly visit = (index: number): number => {
    const { table } = this.surfaces!;
    const row = index * COLUMNS;
    const distance = table[row + Column.r] === 0 ? this.toLine(table, row, index) : this.toArc(table, row);
    if (distance > NEAREST && distance < this.distance) {
      this.distance = distance;
      this.hit = index;
    }
    return this.distance;
  };

  /** How far it is to a flat surface; infinite when the ray does not meet it. */
  private toLine(table: Float64Array, row: number, index: number): number {
    const { ray } = this;
    if (ray[LAST] === index) return Infinity;
    const alongX = table[row + Column.x2]! - table[row + Column.x1]!;
    const alongY = table[row + Column.y2]! - table[row + Column.y1]!;
    const toX = table[row + Column.x1]! - ray[X]!;
    const toY = table[row + Column.y1]! - ray[Y]!;
    const across = ray[DX]! * alongY - ray[DY]! * alongX;
    const part = (toX * ray[DY]! - toY * ray[DX]!) / across;
    return part >= 0 && part <= 1 ? (toX * alongY - toY * alongX) / across : Infinity;
  }

  /** How far it is to a curved surface; infinite when the ray does not meet it. */
  private toArc(table: Float64Array, row: number): number {
    const { ray } = this;
    const toX = ray[X]! - table[row + Column.cx]!;
    const toY = ray[Y]! - table[row + Column.cy]!;
    const radius = table[row + Column.r]!;
    const half = toX * ray[DX]! + toY * ray[DY]!;
    const root = Math.sqrt(half * half - toX * toX - toY * toY + radius * radius);
    // NaN where the line passes by the circle: no comparison holds.
    if (-half - root > NEAREST && this.isOnArc(table, row, -half - root)) return -half - root;
    return -half + root > NEAREST && this.isOnArc(table, row, -half + root) ? -half + root : Infinity;
  }

  /** Whether the ray is, after a distance, on the arc's side of its chord. */
  private isOnArc(table: Float64Array, row: number, distance: number): boolean {
    const { ray } = this;
    const x = ray[X]! + distance * ray[DX]! - table[row + Column.x1]!;
    const y = ray[Y]! + distance * ray[DY]! - table[row + Column.y1]!;
    return (x * table[row + Column.nx]! + y * table[row + Column.ny]!) * table[row + Column.r]! >= 0;
  }

  private findNormal(): void {
    const { ray } = this;
    const { table } = this.surfaces!;
    const row = this.hit * COLUMNS;
    const radius = table[row + Column.r]!;
    let x = table[row + Column.nx]!;
    let y = table[row + Column.ny]!;
    if (radius !== 0) {
      // Away from the centre is towards n₁ when the arc bulges that way.
      x = (ray[X]! - table[row + Column.cx]!) / radius;
      y = (ray[Y]! - table[row + Column.cy]!) / radius;
    }
    this.fromFirst = x * ray[DX]! + y * ray[DY]! < 0;
    this.normalX = this.fromFirst ? x : -x;
    this.normalY = this.fromFirst ? y : -y;
  }

  /** What the surface does. Returns whether the ray at hand goes on; what else goes on is put aside. */
  private act(): boolean {
    const { light } = this;
    const { table, actions } = this.surfaces!;
    const row = this.hit * COLUMNS;
    const p0 = table[row + Column.p0]!;
    const p1 = table[row + Column.p1]!;
    const p2 = table[row + Column.p2]!;
    const p3 = table[row + Column.p3]!;
    switch (actions[this.hit] as Action) {
      case Action.lens:
        this.focus(table, row, p0);
        return true;
      case Action.mirror:
        this.reflect();
        scale(light, p0, p0);
        return true;
      case Action.split:
        this.split(p1, p1, p0, p0);
        return true;
      case Action.dichroic: {
        const reflected = reflectanceAt(table, row, this.wavelength);
        this.split(Math.sqrt(reflected), Math.sqrt(reflected), Math.sqrt(1 - reflected), Math.sqrt(1 - reflected));
        return true;
      }
      case Action.splitByPolarization:
        // In the axes of the surface one polarisation goes through and the other one does not.
        rotate(light, p0, -p1);
        this.split(0, 1, 1, 0, p0, p1);
        return true;
      case Action.retard:
        retard(light, p0, p1, p2, p3);
        return true;
      case Action.polarize:
        polarize(light, p0, p1, p2);
        return true;
      case Action.polarizeCircular:
        polarizeCircular(light, p0 as 1 | -1, p1);
        return true;
      case Action.rotate:
        rotate(light, p0, p1);
        return true;
      case Action.refract:
        this.refract(this.fromFirst ? p0 : p1, this.fromFirst ? p1 : p0);
        return true;
      case Action.block:
        return false;
    }
  }

  /** An ideal lens: slopes against its axis change by the height over the focal length. A ray along the lens is not refracted. */
  private focus(table: Float64Array, row: number, power: number): void {
    const { ray } = this;
    const alongX = -this.normalY;
    const alongY = this.normalX;
    const middleX = (table[row + Column.x1]! + table[row + Column.x2]!) / 2;
    const middleY = (table[row + Column.y1]! + table[row + Column.y2]!) / 2;
    const height = (ray[X]! - middleX) * alongX + (ray[Y]! - middleY) * alongY;
    const forward = -(ray[DX]! * this.normalX + ray[DY]! * this.normalY);
    const sideways = ray[DX]! * alongX + ray[DY]! * alongY - height * power * forward;
    const length = Math.hypot(forward, sideways);
    ray[DX] = (sideways * alongX - forward * this.normalX) / length;
    ray[DY] = (sideways * alongY - forward * this.normalY) / length;
  }

  private reflect(): void {
    const { ray, normalX, normalY } = this;
    const twice = 2 * (ray[DX]! * normalX + ray[DY]! * normalY);
    ray[DX]! -= twice * normalX;
    ray[DY]! -= twice * normalY;
  }

  /**
   * A reflected ray, put aside when it is bright enough, and one that goes through: amplitudes of both in the axes of the Jones
   * vector, which is turned by (cos, sin) afterwards.
   */
  private split(reflectX: number, reflectY: number, passX: number, passY: number, cos = 1, sin = 0): void {
    const { ray, light } = this;
    const at = this.waiting * RAY;
    if (at + RAY > this.stack.length) {
      const former = this.stack;
      this.stack = new Float64Array(2 * former.length);
      this.stack.set(former);
    }
    const { stack } = this;
    stack.set(ray, at);
    this.reflect();
    scale(light, reflectX, reflectY);
    rotate(light, cos, sin);
    const isKept = this.isWorthIt();
    for (let i = 0; i < RAY; i++) {
      const through = stack[at + i]!;
      stack[at + i] = ray[i]!;
      ray[i] = through;
    }
    if (isKept) this.waiting++;
    scale(light, passX, passY);
    rotate(light, cos, sin);
  }

  /** Refraction from one index to another, with what is reflected by Fresnel's laws; beyond the critical angle all of it. */
  private refract(from: number, to: number): void {
    const { ray, normalX, normalY } = this;
    const cosine = -(ray[DX]! * normalX + ray[DY]! * normalY);
    const inside = refractedCosine(cosine, from, to);
    if (Number.isNaN(inside)) {
      this.reflect();
      return;
    }
    if (from === to) return;
    const p = fresnelP(cosine, inside, from, to);
    const s = fresnelS(cosine, inside, from, to);
    this.split(p, s, Math.sqrt(1 - p * p), Math.sqrt(1 - s * s));
    const ratio = from / to;
    ray[DX] = ratio * ray[DX]! + (ratio * cosine - inside) * normalX;
    ray[DY] = ratio * ray[DY]! + (ratio * cosine - inside) * normalY;
  }
}
