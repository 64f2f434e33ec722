import type { Json } from '@countersign/contract';
import { useRef, useState } from 'react';

const shortestLook = 350;

/** Asks for one more, deliberate press before a text with open errors is approved. A changed text is asked about anew. */
export function useGuard(output: Json) {
  const [warned, setWarned] = useState<{ output: Json } | null>(null);
  const at = useRef(0);
  const isWarned = warned !== null && warned.output === output;
  return {
    isWarned,
    /** True when it may be approved now. The press that brings the warning up is never the one that goes past it. */
    passes: (errors: number): boolean => {
      if (errors === 0) return true;
      if (isWarned) return performance.now() - at.current >= shortestLook;
      at.current = performance.now();
      setWarned({ output });
      return false;
    },
    withdraw: () => setWarned(null),
  };
}
