package dev.gradus.engine.nn;

import dev.gradus.engine.tensor.Buffer;
import dev.gradus.engine.tensor.Normalization;
import dev.gradus.engine.tensor.Parameter;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.ShapeException;
import dev.gradus.engine.tensor.Tensor;

/**
 * Batch normalisation (Ioffe and Szegedy, 2015) of each channel: {@code y = (x − μ)/√(v + ε)·weight + bias}, for
 * {@code [batch, channels]}, {@code [batch, channels, time]} or {@code [batch, channels, height, width]}.
 *
 * <p>{@link Pass#statistics()} decides where μ and v come from: the batch (v divides by the count), or the running
 * statistics. {@link Pass.Statistics#BATCH_AND_UPDATE} also moves these, whether parameters are tracked or not:
 * {@code running ← (1 − momentum)·running + momentum·batch}, with the unbiased variance (divided by the count less one), as
 * PyTorch does. The running statistics carry no gradient.
 *
 * <p>Parameters {@code weight [channels]}, ones, and {@code bias [channels]}, zeros; buffers {@code running_mean}, zeros,
 * and {@code running_var}, ones. PyTorch's {@code num_batches_tracked} is not kept: nothing reads it where there is a
 * momentum.
 */
public final class BatchNorm extends Activated {
    private final Parameter weight;
    private final Parameter bias;
    private final Buffer runningMean;
    private final Buffer runningVariance;
    private final double epsilon;
    private final double momentum;
    private final Cells cells;

    /** With PyTorch's ε 1e-5 and momentum 0.1. */
    public BatchNorm(int channels, Init init) {
        this(channels, 1e-5, 0.1, init);
    }

    /** With this ε and momentum. */
    public BatchNorm(int channels, double epsilon, double momentum, Init init) {
        this(channels, epsilon, momentum, init, Initializer.ones());
    }

    /**
     * With another weight.
     *
     * @param epsilon added to the variance, positive
     * @param momentum the share of the new batch in the running statistics, in [0, 1]
     * @param weight given fans of 1
     */
    public BatchNorm(int channels, double epsilon, double momentum, Init init, Initializer weight) {
        Sizes.require("batch_norm", "channels", channels);
        Sizes.given("batch_norm", init);
        if (!(epsilon > 0) || !(momentum >= 0 && momentum <= 1)) {
            throw new IllegalArgumentException("batch_norm: epsilon must be positive and momentum in [0, 1], got"
                    + " epsilon " + epsilon + " and momentum " + momentum);
        }
        Shape shape = Shape.of(channels);
        this.epsilon = epsilon;
        this.momentum = momentum;
        this.weight = new Parameter("weight", Sizes.drawn("batch_norm", "weight", weight, shape, 1, 1, init));
        this.bias = new Parameter("bias", Tensor.zeros(init.backend(), shape));
        this.runningMean = new Buffer("running_mean", Tensor.zeros(init.backend(), shape));
        this.runningVariance = new Buffer("running_var", Tensor.full(init.backend(), 1, shape));
        this.cells = Cells.of(this.weight, bias, runningMean, runningVariance);
    }

    @Override
    Tensor apply(Tensor x, double negativeSlope, Pass pass) {
        Sizes.given("batch_norm", x, pass);
        int rank = x.shape().rank();
        if (rank < 2 || rank > 4) {
            throw new ShapeException("batch_norm: input " + x.shape()
                    + " is not [batch, channels], [batch, channels, time] or [batch, channels, height, width]");
        }
        if (x.dim(1) != weight.shape().dim(0)) {
            throw new ShapeException("batch_norm: input " + x.shape() + " has " + x.dim(1)
                    + " channels, weight expects " + weight.shape().dim(0) + " (" + weight + ")");
        }
        if (pass.statistics() == Pass.Statistics.RUNNING) {
            return running(x, negativeSlope, pass);
        }
        int count = x.shape().size() / x.dim(1);
        if (count < 2) {
            throw new ShapeException("batch_norm: input " + x.shape() + " has " + count
                    + " value(s) for each channel, statistics of a batch need at least 2; use a larger batch or"
                    + " Pass.Statistics.RUNNING");
        }
        Normalization.Standardized batch =
                Normalization.batchNorm(x, pass.value(weight), pass.value(bias), epsilon, negativeSlope);
        if (pass.statistics() == Pass.Statistics.BATCH_AND_UPDATE) {
            move(runningMean, batch.mean());
            move(runningVariance, batch.variance().detach().mul(count / (count - 1.0)));
        }
        return batch.value();
    }

    /** The rate and the weight are multiplied first: two passes over the numbers, and that of the bias. */
    private Tensor running(Tensor x, double negativeSlope, Pass pass) {
        Shape perChannel = perChannel(x.dim(1), x.shape().rank() - 2);
        Tensor rate = runningVariance.constant().add(epsilon).sqrt().reciprocal();
        Tensor scale = rate.mul(pass.value(weight)).reshape(perChannel);
        Tensor y = x.sub(runningMean.constant().reshape(perChannel)).mul(scale);
        return biased(y, pass.value(bias).reshape(perChannel), negativeSlope);
    }

    private void move(Buffer running, Tensor batch) {
        running.set(running.constant().mul(1 - momentum).add(batch.detach().mul(momentum)));
    }

    @Override
    public Cells cells() {
        return cells;
    }

    /** The running mean {@code [channels]}. */
    public Buffer runningMean() {
        return runningMean;
    }

    /** The running variance {@code [channels]}. */
    public Buffer runningVariance() {
        return runningVariance;
    }
}
