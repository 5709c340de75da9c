package dev.gradus.engine.backend.aparapi;

import dev.gradus.engine.backend.AdamStep;
import dev.gradus.engine.backend.Storage;

/** The steps of optimisers as tasks; they change their arguments. See {@link AparapiBackend}. */
final class UpdateTasks {
    private final AparapiBackend backend;

    UpdateTasks(AparapiBackend backend) {
        this.backend = backend;
    }

    void momentumStep(Storage p, Storage g, Storage v, double rate, double momentum) {
        AparapiStorage parameter = backend.own(p);
        AparapiStorage gradient = backend.own(g);
        AparapiStorage velocity = backend.own(v);
        backend.submit(
                DeviceOperation.UPDATE,
                AparapiBackend.all(gradient),
                AparapiBackend.all(parameter, velocity),
                rows -> rows.update(
                        new int[] {
                            ProgramKernel.MOMENTUM,
                            parameter.address(),
                            gradient.address(),
                            velocity.address(),
                            parameter.size()
                        },
                        rate,
                        momentum),
                () -> backend.cpu().momentumStep(parameter.host(), gradient.host(), velocity.host(), rate, momentum));
        p.changed();
        v.changed();
    }

    void rmsPropStep(Storage p, Storage g, Storage s, double rate, double decay, double epsilon) {
        AparapiStorage parameter = backend.own(p);
        AparapiStorage gradient = backend.own(g);
        AparapiStorage square = backend.own(s);
        backend.submit(
                DeviceOperation.UPDATE,
                AparapiBackend.all(gradient),
                AparapiBackend.all(parameter, square),
                rows -> rows.update(
                        new int[] {
                            ProgramKernel.RMS_PROP,
                            parameter.address(),
                            gradient.address(),
                            square.address(),
                            parameter.size()
                        },
                        rate,
                        decay,
                        1 - decay,
                        epsilon),
                () -> backend.cpu()
                        .rmsPropStep(parameter.host(), gradient.host(), square.host(), rate, decay, epsilon));
        p.changed();
        s.changed();
    }

    void adamStep(Storage p, Storage g, Storage m, Storage v, AdamStep step) {
        AparapiStorage parameter = backend.own(p);
        AparapiStorage gradient = backend.own(g);
        AparapiStorage first = backend.own(m);
        AparapiStorage second = backend.own(v);
        backend.submit(
                DeviceOperation.UPDATE,
                AparapiBackend.all(gradient),
                AparapiBackend.all(parameter, first, second),
                rows -> rows.update(
                        new int[] {
                            ProgramKernel.ADAM,
                            parameter.address(),
                            gradient.address(),
                            first.address(),
                            second.address(),
                            parameter.size()
                        },
                        step.step(),
                        step.beta1(),
                        1 - step.beta1(),
                        step.beta2(),
                        1 - step.beta2(),
                        step.epsilon(),
                        step.rootScale(),
                        step.decay()),
                () -> backend.cpu().adamStep(parameter.host(), gradient.host(), first.host(), second.host(), step));
        p.changed();
        m.changed();
        v.changed();
    }
}
