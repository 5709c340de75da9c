/**
 * Floor 6: model files, checkpoints, and files that appear whole or not at all.
 *
 * <h2>Where to begin</h2>
 * {@link dev.gradus.engine.io.Weights} moves a network's numbers into a file and back,
 * {@link dev.gradus.engine.io.Checkpoint} a whole training. Both stand on {@link dev.gradus.engine.io.SafeTensors}, which
 * is the content of a file, and that on {@link dev.gradus.engine.io.AtomicFile}.
 *
 * <h2>The file</h2>
 * All files are <a href="https://github.com/huggingface/safetensors">safetensors</a>: data only, nothing in them is
 * executed, and Python opens them with {@code safetensors.torch.load_file}.
 * <pre>
 *   8 bytes   N, the length of the header: an unsigned integer, little-endian
 *   N bytes   the header: a JSON object in UTF-8 that begins with '{' and may be padded with spaces at its end
 *   the rest  the data: the numbers of the tensors, row-major, little-endian
 *
 *   {"__metadata__": {"key": "value", ..},
 *    "critic.0.weight": {"dtype": "F32", "shape": [64, 2], "data_offsets": [0, 512]}, ..}
 * </pre>
 * {@code data_offsets} are the first byte of a tensor and the one behind its last, counted from the end of the header. A
 * scalar has the shape {@code []}; a shape with a 0 has no bytes.
 *
 * <h3>What is read</h3>
 * The types of {@link dev.gradus.engine.io.DType}. Everything else that is not exactly the format is refused with a
 * {@link dev.gradus.engine.io.ModelFileException} that names the field:
 * <ul>
 *   <li>A header of more than 16 MiB, or longer than the file; anything but spaces behind its last brace.
 *   <li>JSON that a header does not need: other keys than {@code dtype}, {@code shape} and {@code data_offsets}, a key
 *       that is missing or repeated (a tensor's and a string's name too), numbers with a sign, a fraction or an exponent,
 *       values of another kind, deeper nesting, text that is not strict UTF-8, half a surrogate pair.
 *   <li>More than 65 536 strings, more than 64 axes, an extent above 2³¹ − 1, a tensor that no Java array holds (2³¹ − 9
 *       bytes): such tensors have to be split.
 *   <li>Ranges that do not tile the data: they must be as long as type and shape need, and leave no hole, overlap or rest.
 *   <li>A BOOL that is neither 0 nor 1.
 * </ul>
 * Sizes are compared as 64-bit numbers, with every product checked. Nothing is allocated before it is known that the file
 * is long enough for it: reading takes the memory of the file, and a small multiple of the header. The header is read by
 * one method for each rule of its grammar and none calls itself, so that nesting costs nothing.
 *
 * <h3>What is written</h3>
 * F32 from float32 backends, F64 from the reference backend, I64 for whole numbers. The header has no white space and is
 * padded to a multiple of 8 bytes; the strings come first, in the order that they were added; wide types stand before
 * narrow ones, and tensors of a type in the order of their names, so that every number is aligned. That is what
 * safetensors' own writer does: a file of Python's is written again as the same bytes. The same content always gives the
 * same bytes.
 *
 * <h2>Names of weights</h2>
 * As in PyTorch's state dictionaries: {@code weight [out, in]} of a linear layer, {@code [out, in, kernel]} of a
 * convolution, {@code [in, out, kernel]} of a transposed one; {@code weight_ih_l0}, {@code weight_hh_l0},
 * {@code bias_ih_l0} and {@code bias_hh_l0} of recurrent layers with the gates {@code i, f, g, o} (LSTM) or {@code r, z, n}
 * (GRU), {@code _reverse} behind the names of the second direction; {@code running_mean} and {@code running_var}. Of an
 * LSTM's two biases the sum is read, and zeros are written for the second; {@code num_batches_tracked} is skipped.
 *
 * <h2>Checkpoints</h2>
 * A checkpoint is a file with these tensors and no others, and these strings:
 * <pre>
 *   string  gradus.checkpoint                1, the version of this list
 *   string  setting.KEY                      what must be the same when training goes on
 *   string  note.KEY                         what need not
 *   tensor  NETWORK.CELL                     weights and buffers, named as above
 *   string  checkpoint.optimizer.NAME.kind   the optimiser's class, such as Adam
 *   tensor  checkpoint.optimizer.NAME.steps  I64 []
 *   tensor  checkpoint.optimizer.NAME.STATE  such as m.0 and v.0: the moments of parameter 0
 *   tensor  checkpoint.generator.NAME        I64 [3]: seed, gamma and position of an Rng
 *   tensor  checkpoint.array.NAME            I64 [n] or F64 [n]
 *   tensor  checkpoint.epoch                 I64 []: how many epochs are complete
 *   tensor  checkpoint.history.LOSS          F64 [epochs]
 * </pre>
 */
package dev.gradus.engine.io;
