/**
 * GANomaly: unusual images by an encoder, a decoder and a second encoder that are trained against a discriminator, on normal
 * images alone (Akcay, Atapour-Abarghouei and Breckon, "GANomaly: Semi-Supervised Anomaly Detection via Adversarial Training",
 * 2018).
 *
 * <pre>
 *        e            d            E
 *   x ──────▶ z ───────────▶ x̂ ──────▶ ẑ          e, d: the generator      E: the second encoder
 *   │                        │
 *   └──── contextual ────────┘  mean |x − x̂|      z and ẑ: the loss of the codes, mean (z − ẑ)²
 *   f(x) ── adversarial ── f(x̂)                   f: the features of the discriminator
 * </pre>
 *
 * <p>The generator minimises {@code w₁·adversarial + w₂·contextual + w₃·codes}, the discriminator the cross-entropy of telling x
 * from x̂. After each step of both, the averages of the generator's and the second encoder's weights take in the new ones.
 *
 * <h2>Two variants</h2>
 *
 * {@link dev.gradus.models.ganomaly.GanomalyVariant#POOLED_64}, after leafinity/keras_ganomaly, takes 64 × 64 pixels. A stack S
 * is part of e, E and f, each with weights of its own.
 * <pre>
 *   S      conv 32 5×5 · leaky relu · conv 64 3×3 /2 · norm · leaky relu · conv 128 3×3 /2 · norm · leaky relu
 *          · conv 128 3×3 /2 · norm · leaky relu                                            → [128, 8, 8]
 *   e, E   S · mean of each plane                                                           → [128]
 *   d      dense 8192 · conv transposed 128 3×3 ×2 · leaky relu · 64 3×3 ×2 · leaky relu · 32 3×3 ×2 · leaky relu
 *          · 1 1×1 · tanh                                                                   → [1, 64, 64]
 *   logit  S · mean of each plane · dense 1
 *   adversarial  mean (f(x) − mean over the batch of f(x̂))², w 1, 20, 1
 *   Adam 0.001 (β₁ 0.9, β₂ 0.999), batch 32, slope 0.3, ε of the norms 0.001; the discriminator's step comes first
 * </pre>
 *
 * {@link dev.gradus.models.ganomaly.GanomalyVariant#ORIGINAL_32}, after the authors' program (samet-akcay/ganomaly), takes
 * 32 × 32 pixels.
 * <pre>
 *   S      conv 64 4×4 /2 · leaky relu · conv 128 4×4 /2 · norm · leaky relu · conv 256 4×4 /2 · norm · leaky relu
 *                                                                                           → [256, 4, 4]
 *   e, E   S · conv 100 4×4                                                                 → [100]
 *   d      conv transposed 256 4×4 · norm · relu · 128 4×4 ×2 · norm · relu · 64 4×4 ×2 · norm · relu
 *          · 1 4×4 ×2 · tanh                                                                → [1, 32, 32]
 *   logit  S · conv 1 4×4
 *   adversarial  mean (f(x) − f(x̂))², w 1, 50, 1
 *   Adam 0.0002 (β₁ 0.5, β₂ 0.999), batch 64, slope 0.2, no biases, kernels N(0, 0.02²); the generator's step comes first
 * </pre>
 *
 * <h2>What is not as in those programs, and why</h2>
 *
 * <ul>
 *   <li>The second encoder is trained in both variants. The Keras program forgets to: it calls E within a layer, where the
 *       optimiser does not find it, so that E stays random, and scores by e(x̂) instead.
 *   <li>Networks that score run in inference mode. The authors' program leaves them in training mode, so that a score depends on
 *       which images are scored together.
 *   <li>A score is that of one image. Both programs scale scores by the least and the greatest of the test set, so that a single
 *       image has none. The order, and with it the area under the ROC curve, is the same.
 *   <li>The weights are those at the end. The authors' program keeps those with the best result on the test set.
 *   <li>What scores are averages of the weights and of the running statistics
 *       ({@link dev.gradus.models.training.WeightAverage}). The weights of a single step swing with the contest of the networks,
 *       and the difference of two codes, which are both theirs, swings most: with ones and sevens of MNIST in 32 × 32 pixels, 16
 *       filters and seed 0, the area under the ROC curve by the codes, looked at every 100 of the steps from 400 to 1000, was
 *       0.39 to 0.996 by the weights of the step and 0.985 to 0.995 by the averages.
 *   <li>Real and generated images go through the discriminator as two batches in both variants, each normed by itself.
 *   <li>A pixel p becomes {@code p/127.5 − 1}, all of which tanh can reach, rather than {@code p/127 − 1} or a normal form.
 *   <li>The penalty of 0.01·Σw² on the kernels of the Keras program is an option, and off. A discriminator of which the loss falls
 *       below 1e-5 is not drawn anew.
 * </ul>
 *
 * <h2>Limits</h2>
 *
 * Images are grey and square (others are resized). What is unusual must be missing from the training, and a normal image that
 * is rare there is unusual too. The threshold is a quantile of few scores and no better than they are many.
 */
package dev.gradus.models.ganomaly;
