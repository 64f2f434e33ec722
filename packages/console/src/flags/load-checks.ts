import '../frame/zod-without-eval.ts';

export const loadChecks = () => import('@countersign/checks');
