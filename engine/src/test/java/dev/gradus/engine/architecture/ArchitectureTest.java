package dev.gradus.engine.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.gradus.engine.EngineClasses;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The floors of the engine, and what would break the promise of the same bits everywhere. */
class ArchitectureTest {
    private static final String ROOT = "dev.gradus.engine";

    /** From the ground up; a package may use its own floor and those below. */
    private static final List<Set<String>> FLOORS = List.of(
            Set.of("memory", "parallel"),
            Set.of("backend"),
            Set.of("backend.cpu", "backend.reference", "backend.aparapi", "backend.choice"),
            Set.of("tensor"),
            Set.of("autograd"),
            Set.of("nn", "optim"),
            Set.of("io"));

    /** Exact or correctly rounded in every JVM. */
    private static final Set<String> ALLOWED_MATH = Set.of(
            "abs",
            "max",
            "min",
            "sqrt",
            "fma",
            "signum",
            "copySign",
            "floor",
            "ceil",
            "rint",
            "round",
            "scalb",
            "getExponent",
            "ulp",
            "nextUp",
            "nextDown",
            "nextAfter",
            "floorDiv",
            "floorMod",
            "addExact",
            "subtractExact",
            "multiplyExact",
            "incrementExact",
            "negateExact",
            "toIntExact",
            "multiplyHigh",
            "ceilDiv",
            "clamp");

    private static final Set<String> LANE_FUNCTIONS = Set.of(
            "SIN", "COS", "TAN", "ASIN", "ACOS", "ATAN", "EXP", "LOG", "LOG10", "SINH", "COSH", "TANH", "ATAN2", "POW",
            "HYPOT", "CBRT", "EXPM1", "LOG1P");

    private static final Set<String> ITERATION = Set.of(
            "keySet",
            "values",
            "entrySet",
            "forEach",
            "iterator",
            "spliterator",
            "stream",
            "parallelStream",
            "toArray");

    private static int floor(JavaClass type) {
        String name = type.getPackageName();
        for (int i = 0; i < FLOORS.size(); i++) {
            for (String part : FLOORS.get(i)) {
                if (name.equals(ROOT + "." + part)) {
                    return i;
                }
            }
        }
        return -1;
    }

    @Test
    void classesWereFound() {
        assertTrue(EngineClasses.ALL.size() > 50, "only " + EngineClasses.ALL.size() + " classes were imported");
    }

    @Test
    void floorsUseFloorsBelowOnly() {
        classes()
                .should(new ArchCondition<JavaClass>("use their own floor and those below") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        int own = floor(type);
                        if (own < 0 && !type.getSimpleName().equals("package-info")) {
                            events.add(SimpleConditionEvent.violated(
                                    type, type.getName() + " is in a package without a floor"));
                        }
                        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                            JavaClass target = dependency.getTargetClass();
                            if (target.getPackageName().startsWith(ROOT) && floor(target) > own) {
                                events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
                            }
                        }
                    }
                })
                .check(EngineClasses.ALL);
    }

    @Test
    void nothingOutsideOfTheJdkIsUsed() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        ROOT + ".backend.cpu..", ROOT + ".backend.choice..", ROOT + ".backend.aparapi..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(ROOT + "..", "java..")
                .check(EngineClasses.ALL);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(
                        ROOT + "..", "java..", "jdk.incubator.vector..", "org.jblas..", "com.aparapi..")
                .because("jblas and Aparapi are optional, everything else is not needed")
                .check(EngineClasses.ALL);
    }

    @Test
    void noFunctionIsLeftToThePlatformsMathLibrary() {
        noClasses()
                .should()
                .callMethodWhere(access("java.lang.Math", name -> !ALLOWED_MATH.contains(name)))
                .because("their bits differ between JVMs; use StrictMath or the engine's polynomials")
                .check(EngineClasses.ALL);
        noClasses()
                .should()
                .accessFieldWhere(access("jdk.incubator.vector.VectorOperators", LANE_FUNCTIONS::contains))
                .because("their bits differ between platforms; write the polynomial")
                .check(EngineClasses.ALL);
    }

    @Test
    void nothingIteratesOverAnUnorderedCollection() {
        noClasses()
                .should()
                .callMethodWhere(access(HashMap.class.getName(), ITERATION::contains))
                .orShould()
                .callMethodWhere(access(HashSet.class.getName(), ITERATION::contains))
                .orShould()
                .callMethodWhere(access(IdentityHashMap.class.getName(), ITERATION::contains))
                .because("the order varies; use a LinkedHashMap, a TreeMap or a list")
                .check(EngineClasses.ALL);
        classes()
                .should(new ArchCondition<JavaClass>("not make unordered collections and iterate over maps or sets") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        if (!makesUnordered(type)) {
                            return;
                        }
                        for (JavaAccess<?> access : type.getAccessesFromSelf()) {
                            String owner = access.getTargetOwner().getName();
                            boolean open = owner.equals(Map.class.getName()) || owner.equals(Set.class.getName());
                            if (open && ITERATION.contains(access.getTarget().getName())) {
                                events.add(SimpleConditionEvent.violated(type, access.getDescription()));
                            }
                        }
                    }
                })
                .check(EngineClasses.ALL);
    }

    private static boolean makesUnordered(JavaClass type) {
        for (JavaConstructorCall call : type.getConstructorCallsFromSelf()) {
            String made = call.getTargetOwner().getName();
            if (made.equals(HashMap.class.getName())
                    || made.equals(HashSet.class.getName())
                    || made.equals(IdentityHashMap.class.getName())) {
                return true;
            }
        }
        return type.getMethodCallsFromSelf().stream().anyMatch(call -> {
            String owner = call.getTargetOwner().getName();
            boolean factory = owner.equals(Map.class.getName()) || owner.equals(Set.class.getName());
            return factory && Set.of("of", "copyOf", "ofEntries").contains(call.getName());
        });
    }

    @Test
    void whatAThreadNeedsBelongsToTheEngine() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".memory..", ROOT + ".parallel..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ThreadLocal.class)
                .because("a thread of the application would hold the engine's class loader; use a PerThread")
                .check(EngineClasses.ALL);
    }

    @Test
    void nothingIsPrinted() {
        noClasses()
                .should()
                .accessFieldWhere(access("java.lang.System", name -> name.equals("out") || name.equals("err")))
                .orShould()
                .callMethodWhere(access("java.lang.Throwable", "printStackTrace"::equals))
                .check(EngineClasses.ALL);
    }

    @Test
    void randomNumbersComeFromRngOnly() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.util\\.(Random|SplittableRandom|UUID)"
                        + "|java\\.util\\.concurrent\\.ThreadLocalRandom|java\\.security\\.SecureRandom"
                        + "|java\\.util\\.random\\..*")
                .check(EngineClasses.ALL);
    }

    @Test
    void javaSerializationIsNotUsed() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.io\\.Object(In|Out)putStream")
                .check(EngineClasses.ALL);
    }

    private static <T extends JavaAccess<?>> DescribedPredicate<T> access(
            String owner, java.util.function.Predicate<String> names) {
        return new DescribedPredicate<>("member of " + owner) {
            @Override
            public boolean test(T access) {
                HasName target = access.getTarget();
                return access.getTargetOwner().getName().equals(owner) && names.test(target.getName());
            }
        };
    }
}
