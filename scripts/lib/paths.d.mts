export const ROOT: string;
export const WORK: string;
export const BIN: string;
export const TRANSFORM: string;
