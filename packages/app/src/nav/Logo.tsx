/** A padlock whose shackle is a cluster of three: the portal's mark, drawn for the dark sidebar. */
export const LogoMark = () => (
  <svg
    width={28}
    height={28}
    viewBox="0 0 28 28"
    role="img"
    aria-label="Vault on EKS"
    fill="none"
    stroke="currentColor"
    strokeWidth={2}
    strokeLinejoin="round"
  >
    <path d="M14 2.5 24.4 8.5v11L14 25.5 3.6 19.5v-11z" />
    <rect x={9} y={13} width={10} height={7} rx={1.5} fill="currentColor" />
    <path d="M11 13v-2.2a3 3 0 0 1 6 0V13" strokeLinecap="round" />
  </svg>
);
