import type { Database } from '@countersign/engine';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export interface Metrics {
  registry: Registry;
  requests: Histogram<'method' | 'route' | 'status'>;
  settled: Counter;
}

/** Figures of this process for Prometheus. They name no workspace and no person. */
export function openMetrics({ pool }: Database): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'countersign_http_request_seconds',
    help: 'Time to answer, by route',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60],
    registers: [registry],
  });
  const settled = new Counter({
    name: 'countersign_items_settled_total',
    help: 'Items that this process released or otherwise settled',
    registers: [registry],
  });
  new Gauge({
    name: 'countersign_database_connections',
    help: 'Connections of this process to the database',
    labelNames: ['state'] as const,
    registers: [registry],
    collect() {
      this.set({ state: 'open' }, pool.totalCount);
      this.set({ state: 'idle' }, pool.idleCount);
      this.set({ state: 'waited_for' }, pool.waitingCount);
    },
  });
  return { registry, requests, settled };
}
