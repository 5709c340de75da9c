package dev.gradus.engine.optim;

import dev.gradus.engine.autograd.Gradients;
import dev.gradus.engine.backend.Storage;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.nn.Cells;
import dev.gradus.engine.tensor.Buffer;
import dev.gradus.engine.tensor.Cell;
import dev.gradus.engine.tensor.NonFiniteException;
import dev.gradus.engine.tensor.Parameter;
import dev.gradus.engine.tensor.ShapeException;
import dev.gradus.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Changes its parameters, and only those, so that a loss becomes smaller. Several optimisers may share a network, each
 * with its own part of the parameters: what a GAN needs.
 *
 * <pre>{@code
 * Optimizer optimizer = new Adam(network.cells().parameters(), 1e-3);
 * optimizer.minimize(Losses.mse(network.apply(x, Pass.training(rng)), y));
 * }</pre>
 *
 * What an optimiser remembers (moments, {@link #state()}) belongs to no scope. An optimiser belongs to one thread.
 */
public abstract class Optimizer {
    private final List<Parameter> parameters;
    private final List<Buffer> state = new ArrayList<>();
    private Schedule schedule;
    private Clipping clipping = Clipping.none();
    private long steps;

    /**
     * Over these parameters.
     *
     * @throws IllegalArgumentException if there are none, if one is listed twice, or if the learning rate is negative or
     *     not finite
     */
    protected Optimizer(List<Parameter> parameters, double learningRate) {
        Objects.requireNonNull(parameters, "optimizer: the list of parameters is null");
        if (parameters.isEmpty()) {
            throw new IllegalArgumentException("optimizer: there are no parameters to train");
        }
        Set<Parameter> seen = new HashSet<>();
        for (Parameter parameter : parameters) {
            Objects.requireNonNull(parameter, "optimizer: a parameter is null");
            if (!seen.add(parameter)) {
                throw new IllegalArgumentException("optimizer: parameter " + parameter + " is listed twice");
            }
        }
        this.parameters = List.copyOf(parameters);
        this.schedule = Schedule.constant(learningRate);
    }

    /** A buffer of zeros for each parameter, part of {@link #state()}, named {@code name.i}. */
    protected final List<Buffer> moments(String name) {
        List<Buffer> moments = new ArrayList<>(parameters.size());
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            Tensor zeros = Tensor.zeros(parameter.storage().backend(), parameter.shape());
            moments.add(new Buffer(name + "." + i, zeros));
        }
        state.addAll(moments);
        return moments;
    }

    /** Checks a decay or momentum. */
    protected static double requireDecay(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException("optimizer: " + name + " must be in [0, 1), got " + value);
        }
        return value;
    }

    /** Checks an ε or a weight decay. */
    protected static double requireNotNegative(String name, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("optimizer: " + name + " must be finite and not negative, got " + value);
        }
        return value;
    }

    /** The parameters, in the order of gradients. */
    public final List<Parameter> parameters() {
        return parameters;
    }

    /** How many steps have been taken. */
    public final long steps() {
        return steps;
    }

    /** The learning rate of the next step. */
    public final double learningRate() {
        return Checks.rate(schedule.at(steps));
    }

    /**
     * Sets the learning rate from the next step on, instead of any schedule.
     *
     * @return this
     */
    public final Optimizer learningRate(double rate) {
        return schedule(Schedule.constant(rate));
    }

    /**
     * Takes the learning rate of each step from a schedule.
     *
     * @return this
     */
    public final Optimizer schedule(Schedule other) {
        schedule = Objects.requireNonNull(other, "optimizer: the schedule is null; say Schedule.constant(rate)");
        return this;
    }

    /**
     * Has {@link #minimize} clip gradients.
     *
     * @return this
     */
    public final Optimizer clip(Clipping other) {
        clipping = Objects.requireNonNull(other, "optimizer: the clipping is null; say Clipping.none()");
        return this;
    }

    /**
     * One step down a loss: differentiates it with respect to the own parameters, clips where that was asked for, and
     * changes them.
     *
     * @param loss a single number that depends on the parameters
     * @return the gradients that the step was taken with, constants in the order of the parameters
     * @throws ShapeException if the loss is not a single number
     * @throws IllegalArgumentException if it is a constant
     * @throws dev.gradus.engine.memory.StaleTensorException if the loss was computed before the last change of a
     *     parameter
     * @throws NonFiniteException if gradients are clipped by a norm that is not finite, and in the
     *     {@linkplain Scope#checkingFinite() anomaly mode}
     */
    public final Tensor[] minimize(Tensor loss) {
        Objects.requireNonNull(loss, "minimize: the loss is null");
        if (loss.shape().size() == 1 && !loss.isTracked()) {
            throw new IllegalArgumentException("minimize: the loss is a constant; was it computed with"
                    + " Pass.inference() or from a detached tensor?");
        }
        Tensor[] gradients = clipping.apply(Gradients.of(loss, parameters));
        step(gradients);
        return gradients;
    }

    /**
     * One step along given gradients, not clipped.
     *
     * @param gradients one for each parameter, in their order and of their shape
     */
    public final void step(Tensor... gradients) {
        Objects.requireNonNull(gradients, "step: the gradients are null");
        if (gradients.length != parameters.size()) {
            throw new ShapeException("step: got " + gradients.length + " gradients for " + parameters.size()
                    + " parameters; give one for each, in their order");
        }
        for (int i = 0; i < gradients.length; i++) {
            Parameter parameter = parameters.get(i);
            Objects.requireNonNull(gradients[i], () -> "step: the gradient of " + parameter + " is null");
            if (!gradients[i].shape().equals(parameter.shape())) {
                throw new ShapeException("step: the gradient of " + parameter + " is " + gradients[i].shape()
                        + "; it must have the parameter's shape");
            }
            if (gradients[i].backend() != parameter.storage().backend()) {
                throw new IllegalArgumentException("step: the gradient of " + parameter + " lives on backend "
                        + gradients[i].backend().name() + ", the parameter on "
                        + parameter.storage().backend().name() + "; make both on one");
            }
        }
        double rate = learningRate();
        steps++;
        update(gradients, rate, steps);
        if (Scope.checksFinite()) {
            requireFinite(rate);
        }
    }

    /** The anomaly mode: an update is no operation, so its result is looked at here. */
    private void requireFinite(double rate) {
        for (Parameter parameter : parameters) {
            Storage storage = parameter.storage();
            int at = storage.backend().firstNonFinite(storage);
            if (at >= 0) {
                double value = storage.backend().get(storage, at);
                throw new NonFiniteException(
                        "step",
                        value,
                        "step: parameter " + parameter + " became " + value
                                + " at flat index " + at + " in step " + steps
                                + " of the optimizer, with learning rate " + rate
                                + "; lower it or clip the gradients");
            }
        }
    }

    /**
     * Changes the parameters in place.
     *
     * @param gradients one for each parameter, checked
     * @param rate the learning rate of this step
     * @param step the number of this step, from 1
     */
    protected abstract void update(Tensor[] gradients, double rate, long step);

    /** What the optimiser remembers from step to step, besides {@link #steps()}: for a checkpoint. */
    public final Cells state() {
        return Cells.of(state.toArray(new Cell[0]));
    }

    /** Goes on as after this many steps; together with the numbers of {@link #state()} it restores a checkpoint. */
    public final void resume(long afterSteps) {
        if (afterSteps < 0) {
            throw new IllegalArgumentException("optimizer: steps must not be negative, got " + afterSteps);
        }
        steps = afterSteps;
    }
}
