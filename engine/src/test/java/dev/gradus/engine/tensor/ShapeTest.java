package dev.gradus.engine.tensor;

import static dev.gradus.engine.Errors.refuses;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class ShapeTest {
    private final Shape shape = Shape.of(2, 3, 4);

    @Test
    void knowsItsExtents() {
        assertEquals(3, shape.rank());
        assertEquals(24, shape.size());
        assertEquals(4, shape.dim(-1));
        assertEquals(2, shape.dim(0));
        assertArrayEquals(new int[] {2, 3, 4}, shape.dims());
        assertEquals("[2, 3, 4]", shape.toString());
        assertArrayEquals(new int[] {12, 4, 1}, shape.strides());
    }

    @Test
    void aScalarHasOneElementAndNoAxes() {
        assertEquals(1, Shape.SCALAR.size());
        assertEquals(0, Shape.SCALAR.rank());
        assertEquals(Shape.SCALAR, Shape.of());
        assertEquals("[]", Shape.SCALAR.toString());
    }

    @Test
    void anExtentMayBeZero() {
        assertEquals(0, Shape.of(3, 0, 2).size());
    }

    @Test
    void keepsItsOwnCopy() {
        int[] dims = {2, 3};
        Shape made = Shape.of(dims);
        dims[0] = 9;
        made.dims()[1] = 9;
        assertEquals(Shape.of(2, 3), made);
    }

    @Test
    void comparesByValue() {
        assertEquals(Shape.of(2, 3, 4), shape);
        assertEquals(Shape.of(2, 3, 4).hashCode(), shape.hashCode());
        assertNotEquals(Shape.of(4, 3, 2), shape);
        assertNotEquals(Shape.of(24), shape);
    }

    @Test
    void makesRelatedShapes() {
        assertEquals(Shape.of(2, 7, 4), shape.with(1, 7));
        assertEquals(Shape.of(2, 3, 7), shape.with(-1, 7));
        assertEquals(Shape.of(2, 4), shape.without(1));
        assertEquals(Shape.of(1, 2, 3, 4), shape.withNew(0));
        assertEquals(Shape.of(2, 3, 4, 1), shape.withNew(3));
    }

    @Test
    void broadcastsFromTheLastAxis() {
        assertEquals(Shape.of(2, 3, 4), Shape.broadcast("add", Shape.of(2, 1, 4), Shape.of(3, 1)));
        assertEquals(shape, Shape.broadcast("add", shape, Shape.SCALAR));
        assertEquals(Shape.of(0), Shape.broadcast("add", Shape.of(0), Shape.of(1)));
        refuses(() -> Shape.broadcast("add", Shape.of(2, 3), Shape.of(2)), "add", "[2, 3]", "[2]", "3 and 2");
        refuses(() -> Shape.broadcast("mul", Shape.of(0), Shape.of(2)), "mul", "[0]", "[2]");
    }

    @Test
    void refusesWhatNoArrayHolds() {
        refuses(() -> Shape.of(2, -1), "[2, -1]", "negative");
        refuses(() -> Shape.of(65536, 65536), "[65536, 65536]", "2^31-9", "smaller");
        refuses(() -> Shape.of(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE), "2^31-9");
    }

    @Test
    void namesAnAxisThatDoesNotExist() {
        refuses(() -> shape.dim(3), "axis 3", "[2, 3, 4]", "-3 to 2");
        refuses(() -> shape.axis("softmax", -4), "softmax", "axis -4", "rank 3");
        refuses(() -> Shape.SCALAR.dim(0), "axes none");
    }
}
