export function Logo({ size = 26 }: { size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="var(--sign)" />
      <path
        d="M7.5 16.8l4.6 4.7L20 11.2"
        fill="none"
        stroke="var(--sign-ink)"
        strokeOpacity="0.5"
        strokeWidth="3"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <path
        d="M12.6 16.8l4.6 4.7L25 11.2"
        fill="none"
        stroke="var(--sign-ink)"
        strokeWidth="3"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
