package dev.gradus.engine.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import dev.gradus.engine.EngineClasses;
import dev.gradus.engine.TestBackends;
import dev.gradus.engine.autograd.GradientCheck;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The registry is complete, and the derivatives of everything in it agree with finite differences. */
class OperationRegistryTest {
    /** The five-point rule is good to about 1e-10 here; a wrong factor or sign is off by 1e-2 or more. */
    private static final double TOLERANCE = 1e-7;

    @Test
    void holdsEveryOperation() {
        Set<String> found = new TreeSet<>();
        for (JavaClass type : EngineClasses.ALL) {
            boolean concrete = !type.isInterface() && !type.getModifiers().contains(JavaModifier.ABSTRACT);
            if (concrete && type.isAssignableTo(Operation.class)) {
                found.add(type.getName());
            }
        }
        assertTrue(found.size() > 40, "the scan found only " + found);
        assertEquals(found, OperationRegistry.classes(), "operations on the class path and in OperationRegistry");
    }

    @Test
    void labelsAreUnique() {
        Set<String> labels = new HashSet<>();
        for (Sample sample : OperationRegistry.samples()) {
            assertTrue(labels.add(sample.label()), "two samples are called " + sample.label());
        }
    }

    @TestFactory
    Stream<DynamicTest> derivativesAgreeWithFiniteDifferences() {
        return OperationRegistry.small().stream()
                .map(sample -> dynamicTest(sample.label(), () -> {
                    Tensor[] x = sample.draw(TestBackends.reference());
                    GradientCheck.Deviation first = GradientCheck.first(sample::apply, x);
                    assertTrue(first.scaled() <= TOLERANCE, first::toString);
                    GradientCheck.Deviation second = GradientCheck.second(sample::apply, x);
                    assertTrue(second.scaled() <= TOLERANCE, second::toString);
                }));
    }
}
