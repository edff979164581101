/** Laws of optics as functions of numbers. Indices of refraction are real, angles enter by their cosines. */

/** How much of the light a dichroic reflects, 0 to 1: a logistic curve over the wavelength, one half at the cut-off. */
export function dichroicReflectance(wavelength: number, cutoff: number, width: number, passes: "longpass" | "shortpass"): number {
  const beyond = (wavelength - cutoff) / Math.max(1, width);
  return 1 / (1 + Math.exp(passes === "longpass" ? beyond : -beyond));
}

/** The cosine of the angle of refraction by Snell's law; NaN at total reflection. */
export function refractedCosine(cosIncident: number, from: number, to: number): number {
  const ratio = from / to;
  return Math.sqrt(1 - ratio * ratio * (1 - cosIncident * cosIncident));
}

/** Fresnel's amplitude of the reflected light that is polarised across the plane of incidence. */
export function fresnelS(cosIncident: number, cosRefracted: number, from: number, to: number): number {
  return (from * cosIncident - to * cosRefracted) / (from * cosIncident + to * cosRefracted);
}

/** The same for light polarised in the plane of incidence, with the sign by which both agree at normal incidence. */
export function fresnelP(cosIncident: number, cosRefracted: number, from: number, to: number): number {
  return (from * cosRefracted - to * cosIncident) / (from * cosRefracted + to * cosIncident);
}
