package dev.gradus.engine.autograd;

import dev.gradus.engine.tensor.Call;
import dev.gradus.engine.tensor.Node;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.function.Function;

/**
 * What a derivative rule sees of one node. Without recording, everything it is handed is a constant. One call serves all
 * nodes of a run, one after the other: it is good until its rule has answered.
 */
final class BackwardCall implements Call {
    private final Backward run;
    private final Trail trail;
    private final boolean recorded;
    private Node node;
    private int place;

    BackwardCall(Backward run, Trail trail, boolean recorded) {
        this.run = run;
        this.trail = trail;
        this.recorded = recorded;
    }

    BackwardCall of(Node other, int itsPlace) {
        node = other;
        place = itsPlace;
        return this;
    }

    @Override
    public int inputCount() {
        return node.inputCount();
    }

    @Override
    public Tensor input(int i) {
        return recorded ? node.input(i) : node.input(i).detach();
    }

    @Override
    public Shape shape(int i) {
        return node.input(i).shape();
    }

    @Override
    public Tensor output(int i) {
        return recorded ? node.output(i) : node.output(i).detach();
    }

    @Override
    public Tensor saved(int i) {
        return node.saved(i);
    }

    @Override
    public Tensor cotangent(int i) {
        Tensor cotangent = trail.cotangent(place, i);
        if (cotangent == null) {
            Tensor output = node.output(i);
            return Tensor.zeros(output.backend(), output.shape());
        }
        return cotangent;
    }

    @Override
    public boolean reaches(int i) {
        return trail.cotangent(place, i) != null;
    }

    @Override
    public boolean needs(int i) {
        return run.leads(node.input(i));
    }

    @Override
    public boolean recorded() {
        return recorded;
    }

    @Override
    public Tensor[] cotangents(Rule... rules) {
        Tensor[] answer = new Tensor[rules.length];
        for (int i = 0; i < rules.length; i++) {
            answer[i] = rules[i] != null && needs(i) ? rules[i].cotangent() : null;
        }
        return answer;
    }

    /**
     * Each input is taken through an identity first: the definition then depends on the inputs through tensors of their
     * own, so that no derivative passes from one input to another that was computed from it. Without recording, the
     * inputs are constants and each starts a record of its own.
     */
    @Override
    public Tensor[] differentiate(Function<Tensor[], Tensor[]> definition) {
        Tensor[] aliases = new Tensor[node.inputCount()];
        Tensor[] asked = new Tensor[node.inputCount()];
        int count = 0;
        for (int i = 0; i < aliases.length; i++) {
            Tensor input = input(i);
            aliases[i] = input;
            if (needs(i)) {
                aliases[i] = recorded ? input.apply(new Identity()) : input.tracked();
                asked[count++] = aliases[i];
            }
        }
        Tensor[] results = definition.apply(aliases);
        Tensor[] seeds = new Tensor[node.outputCount()];
        for (int k = 0; k < seeds.length; k++) {
            seeds[k] = trail.cotangent(place, k);
        }
        Tensor[] found = Backward.run(recorded, results, seeds, Arrays.copyOf(asked, count));
        Tensor[] answer = new Tensor[aliases.length];
        for (int i = 0, at = 0; i < answer.length; i++) {
            answer[i] = needs(i) ? found[at++] : null;
        }
        return answer;
    }
}
