/** The author who reads only: no history has changes of this one. */
export const reader = 9_999;
