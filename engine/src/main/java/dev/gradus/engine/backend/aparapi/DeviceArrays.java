package dev.gradus.engine.backend.aparapi;

/** The Java arrays behind a chunk of work. The device gets all but what the last two hold, and gives back the state. */
final class DeviceArrays {
    int[] program = new int[1];
    int[] tables = new int[1];
    float[] numbers = new float[1];
    float[] data = new float[1];
    float[] scratch = new float[1];
    float[] state = new float[1];
}
