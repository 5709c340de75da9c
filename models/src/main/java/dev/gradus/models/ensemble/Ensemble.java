package dev.gradus.models.ensemble;

import dev.gradus.engine.nn.Activations;
import dev.gradus.engine.nn.Cells;
import dev.gradus.engine.nn.Dense;
import dev.gradus.engine.nn.Dropout;
import dev.gradus.engine.nn.Flatten;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.Losses;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.nn.Reshape;
import dev.gradus.engine.nn.Sequential;
import dev.gradus.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Pairs of a forecaster and an autoencoder, alike in all but their first weights. What the ensemble makes of a window, {@code [batch, T,
 * 1]}, are the means of its members: the ends of what the forecasters make, who saw what is between, and between them what both make.
 */
final class Ensemble implements Layer {
    private static final int WIDE = 60;
    private static final int NARROW = 20;

    /** Of the autoencoders; a forecaster that forgets predicts worse. */
    private static final double DROPOUT = 0.3;

    /**
     * A pair.
     *
     * @param forecaster  {@code [batch, T − 2, 1] → [batch, T, 1]}
     * @param autoencoder {@code [batch, T, 1] → [batch, T, 1]}
     */
    private record Member(Layer forecaster, Layer autoencoder) {
        Tensor forecast(Tensor x, Pass pass) {
            return forecaster.apply(x.slice(1, 1, x.shape().dim(1) - 1), pass);
        }

        Tensor again(Tensor x, Pass pass) {
            return autoencoder.apply(x, pass);
        }
    }

    private final List<Member> members = new ArrayList<>();
    private final Cells cells;

    Ensemble(int count, int window, Init init) {
        Cells.Builder all = Cells.builder();
        for (int i = 0; i < count; i++) {
            Member member = new Member(network(window - 2, window, 0, init), network(window, window, DROPOUT, init));
            members.add(member);
            all.add(i + ".forecaster", member.forecaster).add(i + ".autoencoder", member.autoencoder);
        }
        cells = all.build();
    }

    private static Layer network(int seen, int made, double dropout, Init init) {
        return Sequential.of(
                new Flatten(),
                new Dense(seen, WIDE, init),
                Activations.relu(),
                new Dropout(dropout),
                new Dense(WIDE, NARROW, init),
                Activations.relu(),
                new Dropout(dropout),
                new Dense(NARROW, WIDE, init),
                Activations.relu(),
                new Dropout(dropout),
                new Dense(WIDE, made, init),
                new Reshape(made, 1));
    }

    /** How many numbers the parameters hold, without making them. */
    static double parameterCount(int count, int window) {
        double between = (WIDE + 1) * NARROW + (NARROW + 1) * WIDE;
        double made = (WIDE + 1.0) * window;
        double forecaster = (window - 2.0 + 1) * WIDE + between + made;
        double autoencoder = (window + 1.0) * WIDE + between + made;
        return count * (forecaster + autoencoder);
    }

    @Override
    public Cells cells() {
        return cells;
    }

    @Override
    public Tensor apply(Tensor x, Pass pass) {
        int last = x.shape().dim(1) - 1;
        Tensor forecast = mean(member -> member.forecast(x, pass));
        Tensor again = mean(member -> member.again(x, pass));
        Tensor inside = forecast.slice(1, 1, last).add(again.slice(1, 1, last)).div(2);
        return Tensor.concat(1, forecast.slice(1, 0, 1), inside, forecast.slice(1, last, last + 1));
    }

    /** The mean of the members' own losses, so that each learns as if it were alone. */
    Tensor loss(Tensor x, Pass pass) {
        return mean(member -> forecastLoss(member.forecast(x, pass), x).add(Losses.mse(member.again(x, pass), x)));
    }

    /** That of AER: a quarter for each end, half for the inside. */
    private static Tensor forecastLoss(Tensor y, Tensor x) {
        int last = x.shape().dim(1) - 1;
        Tensor ends = part(y, x, 0, 1).add(part(y, x, last, last + 1));
        return ends.mul(0.25).add(part(y, x, 1, last).mul(0.5));
    }

    private static Tensor part(Tensor y, Tensor x, int from, int to) {
        return Losses.mse(y.slice(1, from, to), x.slice(1, from, to));
    }

    private Tensor mean(Function<Member, Tensor> made) {
        Tensor sum = made.apply(members.get(0));
        for (Member member : members.subList(1, members.size())) {
            sum = sum.add(made.apply(member));
        }
        return sum.div(members.size());
    }
}
