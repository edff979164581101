/**
 * Polarisation of fully polarised light. A Jones vector is four numbers, [Re Ex, Im Ex, Re Ey, Im Ey]: x lies in the plane of the
 * bench ("horizontal", p-polarised at everything that stands upright on it), y stands on the bench ("vertical", s-polarised). The
 * squared length is the intensity. Angles are in radians from x to y, seen by whom the light comes to. The slow axis of a plate
 * lags by exp(+iδ), so that right circular light is (1, −i)/√2. The functions change their vector in place.
 */
export type Jones = Float64Array;

export function jones(reX: number, imX: number, reY: number, imY: number): Jones {
  return Float64Array.of(reX, imX, reY, imY);
}

export function intensity(light: Jones): number {
  return light[0]! ** 2 + light[1]! ** 2 + light[2]! ** 2 + light[3]! ** 2;
}

/** Linearly polarised light of intensity 1. */
export function linear(angle: number): Jones {
  return jones(Math.cos(angle), 0, Math.sin(angle), 0);
}

/** Circularly polarised light of intensity 1; `handedness`: 1 for right, -1 for left. */
export function circular(handedness: 1 | -1): Jones {
  return jones(Math.SQRT1_2, 0, 0, -handedness * Math.SQRT1_2);
}

/** Turns the plane of polarisation, from x to y. */
export function rotate(light: Jones, cos: number, sin: number): void {
  const reX = light[0]!;
  const imX = light[1]!;
  const reY = light[2]!;
  const imY = light[3]!;
  light[0] = cos * reX - sin * reY;
  light[1] = cos * imX - sin * imY;
  light[2] = sin * reX + cos * reY;
  light[3] = sin * imX + cos * imY;
}

/** A wave plate whose fast axis has the direction (cos, sin), with the phase shift (cosShift, sinShift) of its slow axis. */
export function retard(light: Jones, cos: number, sin: number, cosShift: number, sinShift: number): void {
  rotate(light, cos, -sin);
  const re = light[2]!;
  const im = light[3]!;
  light[2] = cosShift * re - sinShift * im;
  light[3] = sinShift * re + cosShift * im;
  rotate(light, cos, sin);
}

/** A linear polariser along (cos, sin); `leak` is the part of the amplitude across it that passes all the same. */
export function polarize(light: Jones, cos: number, sin: number, leak: number): void {
  rotate(light, cos, -sin);
  light[2]! *= leak;
  light[3]! *= leak;
  rotate(light, cos, sin);
}

/** Passes circular light of one handedness; `leak` is the part of the amplitude of the other one that passes all the same. */
export function polarizeCircular(light: Jones, handedness: 1 | -1, leak: number): void {
  const reX = light[0]!;
  const imX = light[1]!;
  const reY = light[2]!;
  const imY = light[3]!;
  // Amplitudes along (1, ∓i)/√2, times 1/√2 once more for the way back.
  const passRe = (reX - handedness * imY) / 2;
  const passIm = (imX + handedness * reY) / 2;
  const stopRe = (leak * (reX + handedness * imY)) / 2;
  const stopIm = (leak * (imX - handedness * reY)) / 2;
  light[0] = passRe + stopRe;
  light[1] = passIm + stopIm;
  light[2] = handedness * (passIm - stopIm);
  light[3] = -handedness * (passRe - stopRe);
}

/** Both amplitudes times a factor each. */
export function scale(light: Jones, x: number, y: number): void {
  light[0]! *= x;
  light[1]! *= x;
  light[2]! *= y;
  light[3]! *= y;
}
