import type { ReactNode } from 'react';
import { Logo } from '../frame/logo.tsx';
import { words } from '../words/words.ts';
import styles from './sign-in.module.css';

export function Doorway({ title, intro, foot, children }: { title: string; intro: string; foot?: string; children: ReactNode }) {
  return (
    <main className={styles.page}>
      <div className={styles.brand}>
        <Logo size={34} />
        <span>{words.product}</span>
      </div>
      <section className={styles.card}>
        <h1>{title}</h1>
        <p className={styles.intro}>{intro}</p>
        {children}
      </section>
      {foot && <p className={styles.foot}>{foot}</p>}
    </main>
  );
}
