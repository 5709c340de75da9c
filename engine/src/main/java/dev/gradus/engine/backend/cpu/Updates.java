package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.AdamStep;
import dev.gradus.engine.parallel.Workers;

/**
 * The optimisers' updates in place, one pass over the arrays. All arrays of a loop are indexed by the loop variable alone,
 * so that C2 vectorises it; divisions and roots are correctly rounded, so the bits do not depend on whether it does.
 */
final class Updates {
    private final Workers workers;

    Updates(Workers workers) {
        this.workers = workers;
    }

    void momentum(float[] p, float[] g, float[] v, float rate, float momentum) {
        workers.loop(p.length, CpuBackend.GRAIN, (from, to) -> {
            for (int i = from; i < to; i++) {
                v[i] = momentum * v[i] + g[i];
                p[i] -= rate * v[i];
            }
        });
    }

    void rmsProp(float[] p, float[] g, float[] s, double rate, double decay, double epsilon) {
        float step = (float) rate;
        float keep = (float) decay;
        float take = (float) (1 - decay);
        float eps = (float) epsilon;
        workers.loop(p.length, CpuBackend.GRAIN, (from, to) -> {
            for (int i = from; i < to; i++) {
                s[i] = keep * s[i] + take * g[i] * g[i];
                p[i] -= step * g[i] / ((float) Math.sqrt(s[i]) + eps);
            }
        });
    }

    void adam(float[] p, float[] g, float[] m, float[] v, AdamStep a) {
        float beta1 = (float) a.beta1();
        float rest1 = (float) (1 - a.beta1());
        float beta2 = (float) a.beta2();
        float rest2 = (float) (1 - a.beta2());
        float step = (float) a.step();
        float scale = (float) a.rootScale();
        float eps = (float) a.epsilon();
        float decay = (float) a.decay();
        workers.loop(p.length, CpuBackend.GRAIN, (from, to) -> {
            for (int i = from; i < to; i++) {
                m[i] = beta1 * m[i] + rest1 * g[i];
                v[i] = beta2 * v[i] + rest2 * g[i] * g[i];
                p[i] = decay * p[i] - step * m[i] / ((float) Math.sqrt(v[i]) * scale + eps);
            }
        });
    }
}
