package dev.gradus.engine.backend.reference;

import dev.gradus.engine.backend.NormalizationGeometry;
import dev.gradus.engine.backend.NormalizationNumbers;
import dev.gradus.engine.backend.Normalized;
import dev.gradus.engine.backend.NormalizedGradients;
import dev.gradus.engine.backend.Storage;

/** Normalisation and its first derivative, channel by channel, as their definitions stand in the interface. */
final class NormalizationReference {
    private NormalizationReference() {}

    static Normalized forward(
            ReferenceBackend backend,
            Storage x,
            Storage weight,
            Storage bias,
            NormalizationNumbers numbers,
            NormalizationGeometry g) {
        double[] in = ReferenceBackend.array(x);
        double[] out = new double[g.size()];
        double[] mean = new double[g.channels()];
        double[] variance = new double[g.channels()];
        for (int c = 0; c < g.channels(); c++) {
            for (int i = 0; i < g.count(); i++) {
                mean[c] += in[at(g, c, i)] / g.count();
            }
            for (int i = 0; i < g.count(); i++) {
                double centred = in[at(g, c, i)] - mean[c];
                variance[c] += centred * centred / g.count();
            }
            double rate = 1 / Math.sqrt(variance[c] + numbers.epsilon());
            for (int i = 0; i < g.count(); i++) {
                double y = (in[at(g, c, i)] - mean[c]) * rate * number(weight, c, 1) + number(bias, c, 0);
                out[at(g, c, i)] = y > 0 ? y : numbers.negativeSlope() * y;
            }
        }
        return new Normalized(backend.storage(out), backend.storage(mean), backend.storage(variance));
    }

    static NormalizedGradients backward(
            ReferenceBackend backend,
            Storage x,
            Storage weight,
            Storage bias,
            Normalized forward,
            Storage gradient,
            NormalizationNumbers numbers,
            NormalizationGeometry g) {
        double[] in = ReferenceBackend.array(x);
        double[] mean = ReferenceBackend.array(forward.mean());
        double[] variance = ReferenceBackend.array(forward.variance());
        double[] arriving = ReferenceBackend.array(gradient);
        double[] dx = new double[g.size()];
        double[] dweight = new double[g.channels()];
        double[] dbias = new double[g.channels()];
        double[] standard = new double[g.count()];
        double[] before = new double[g.count()];
        for (int c = 0; c < g.channels(); c++) {
            double rate = 1 / Math.sqrt(variance[c] + numbers.epsilon());
            double scale = number(weight, c, 1);
            for (int i = 0; i < g.count(); i++) {
                standard[i] = (in[at(g, c, i)] - mean[c]) * rate;
                double y = standard[i] * scale + number(bias, c, 0);
                before[i] = arriving[at(g, c, i)] * (y > 0 ? 1 : numbers.negativeSlope());
                dweight[c] += before[i] * standard[i];
                dbias[c] += before[i];
            }
            for (int i = 0; i < g.count(); i++) {
                double rest = before[i] - dbias[c] / g.count() - standard[i] * dweight[c] / g.count();
                dx[at(g, c, i)] = scale * rate * rest;
            }
        }
        return new NormalizedGradients(backend.storage(dx), backend.storage(dweight), backend.storage(dbias));
    }

    /** The place of the i-th element of a channel. */
    private static int at(NormalizationGeometry g, int channel, int i) {
        return (i / g.inner() * g.channels() + channel) * g.inner() + i % g.inner();
    }

    private static double number(Storage values, int channel, double otherwise) {
        return values == null ? otherwise : ReferenceBackend.array(values)[channel];
    }
}
