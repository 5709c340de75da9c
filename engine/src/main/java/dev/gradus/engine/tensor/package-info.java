/** Floor 3: tensors, the operations with their derivative rules, random numbers, parameters. */
package dev.gradus.engine.tensor;
