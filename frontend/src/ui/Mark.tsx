/** Mark is Creatorlift's sign: a dashed line with a solid line lifting off it. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="var(--cl-primary)" />
      <path d="M8 22.5h16" stroke="var(--cl-on-primary)" strokeOpacity="0.55" strokeWidth="2" strokeDasharray="2.4 2.4" strokeLinecap="round" />
      <path d="M8 22.5h4c6 0 5-12 10-12h2" fill="none" stroke="var(--cl-on-primary)" strokeWidth="2.4" strokeLinecap="round" />
    </svg>
  );
}
