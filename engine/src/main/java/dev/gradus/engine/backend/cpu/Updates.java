package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.AdamStep;
import dev.gradus.engine.parallel.Workers;

/**
 * The optimisers' steps, each one pass over its arrays, in plain Java that C2 vectorises as it stands.
 *
 * <p>A decaying average whose gradient has become zero, as that of a relu that is never active, ends as a subnormal number and
 * stays one: {@code 0.9·x} of the few smallest is x again. Processors take a hundred cycles for each such number, and the step twenty
 * times as long. So an average is rounded to multiples of 2⁻¹²⁰, whose products with a decay are normal, by adding a small number and
 * taking it away.
 */
final class Updates {
    /** The last binary place of numbers just below it is 2⁻¹²⁰; the least normal number is 2⁻¹²⁶. */
    private static final float SMALL = 0x1p-96f;

    private final Workers workers;

    Updates(Workers workers) {
        this.workers = workers;
    }

    void momentum(float[] p, float[] g, float[] v, float rate, float momentum) {
        workers.loop(p.length, CpuBackend.GRAIN, (from, to) -> momentum(p, g, v, rate, momentum, from, to));
    }

    private static void momentum(float[] p, float[] g, float[] v, float rate, float momentum, int from, int to) {
        for (int i = from; i < to; i++) {
            float velocity = momentum * v[i] + g[i] + SMALL - SMALL;
            v[i] = velocity;
            p[i] -= rate * velocity;
        }
    }

    void rmsProp(float[] p, float[] g, float[] s, double rate, double decay, double epsilon) {
        float r = (float) rate;
        float old = (float) decay;
        float fresh = (float) (1 - decay);
        float e = (float) epsilon;
        workers.loop(p.length, CpuBackend.GRAIN, (from, to) -> rmsProp(p, g, s, r, old, fresh, e, from, to));
    }

    private static void rmsProp(
            float[] p, float[] g, float[] s, float rate, float old, float fresh, float epsilon, int from, int to) {
        for (int i = from; i < to; i++) {
            float square = old * s[i] + fresh * (g[i] * g[i]) + SMALL - SMALL;
            s[i] = square;
            p[i] -= rate * g[i] / ((float) Math.sqrt(square) + epsilon);
        }
    }

    void adam(float[] p, float[] g, float[] m, float[] v, AdamStep step) {
        workers.loop(p.length, CpuBackend.GRAIN, (from, to) -> adam(p, g, m, v, step, from, to));
    }

    private static void adam(float[] p, float[] g, float[] m, float[] v, AdamStep step, int from, int to) {
        float old1 = (float) step.beta1();
        float fresh1 = (float) (1 - step.beta1());
        float old2 = (float) step.beta2();
        float fresh2 = (float) (1 - step.beta2());
        float rate = (float) step.step();
        float epsilon = (float) step.epsilon();
        float scale = (float) step.rootScale();
        float decay = (float) step.decay();
        for (int i = from; i < to; i++) {
            float first = old1 * m[i] + fresh1 * g[i] + SMALL - SMALL;
            float second = old2 * v[i] + fresh2 * (g[i] * g[i]) + SMALL - SMALL;
            m[i] = first;
            v[i] = second;
            p[i] = decay * p[i] - rate * first / ((float) Math.sqrt(second) * scale + epsilon);
        }
    }
}
