/** The first items of a packed IDX file, packed, in base 64 (`vite/offline.js`). */
declare module '*?first=4000' {
  const packed: string;
  export default packed;
}
declare module '*?first=1000' {
  const packed: string;
  export default packed;
}
