/**
 * TadGAN: adversarially trained reconstruction of time series (Geiger, Liu, Alnegheimish, Cuesta-Infante and Veeramachaneni,
 * "TadGAN: Time Series Anomaly Detection Using Generative Adversarial Networks", 2020), with the layers, losses and order of
 * training of Orion 0.7.1.
 *
 * <pre>
 *        E            G
 *   x ──────▶ code ──────▶ x̂          Cx tells windows of the series from G(z), z ~ N(0, 1)
 *                  z ─────▶ G(z)       Cz tells z from codes E(x)
 * </pre>
 *
 * The four networks are in {@link dev.gradus.models.tadgan.TadGan.Builder}'s terms: E a bidirectional LSTM (100 units each) and a
 * dense layer to 20 numbers; G a dense layer to T/2 steps, two bidirectional LSTMs (64 each) with every step twice between them,
 * and a dense layer with tanh for each step; Cx four convolutions of 64 filters and a dense layer; Cz two dense layers of 20 and
 * one of 1. The critics minimise the Wasserstein losses with gradient penalty, E and G what the critics say against them and ten
 * times the squared error of x̂; {@link dev.gradus.models.tadgan.TadGanTraining} has the formulas, also those of the four phases
 * ({@link dev.gradus.models.tadgan.Procedure#FOUR_PHASES}), and which of their terms no step can influence.
 *
 * <p>The score multiplies how far the reconstruction is off with how unusual Cx finds the windows
 * ({@link dev.gradus.models.scoring.TadGanScore}); intervals are found by
 * {@link dev.gradus.models.scoring.AnomalyFinder}. Defaults: windows of 100 samples, 35 epochs, batches of 64, five steps of the
 * critics for one of E and G, Adam 0.0005.
 *
 * <p><b>Several columns.</b> E sees all of them ({@code [T, C]}), G makes the targets ({@code [T, K]}), which are also what Cx
 * judges and what errors are taken of. <b>Other domains</b>: see {@link dev.gradus.models.window.Domain}.
 *
 * <p><b>Limits.</b> A window is even (G repeats each of T/2 steps) and longer than the critic's convolutions take away, 18 with the
 * defaults. A series shorter than some 320 windows has one step of E and G in an epoch, and needs more epochs. What was trained on is not
 * known to be free of anomalies: what occurs often enough is learnt. Two seeds find different things at the margin.
 *
 * <h2>Weights from PyTorch</h2>
 *
 * {@link dev.gradus.models.tadgan.TadGan#withWeights(java.nio.file.Path, dev.gradus.models.series.TimeSeries)} takes the
 * state dictionary of a module with the parts {@code encoder}, {@code generator}, {@code critic_x} and {@code critic_z},
 * saved by {@code safetensors.torch.save_file(model.state_dict(), name)}. Each part is an {@code nn.Sequential} with these
 * layers in these places; places without a name in the last column hold layers without weights. T is the window, L
 * {@code latent}, U and V {@code encoderUnits} and {@code generatorUnits}, F and K {@code criticFilters} and
 * {@code criticKernel}, C {@code latentCriticUnits}.
 * <pre>
 *   encoder    0   nn.LSTM(1, U, batch_first=True, bidirectional=True)    encoder.0.weight_ih_l0 [4U, 1], …
 *                  of which the outputs go on, not the states
 *              1   flatten to 2UT
 *              2   nn.Linear(2UT, L)                                      encoder.2.weight, encoder.2.bias
 *   generator  0   nn.Linear(L, T/2)                                      generator.0.weight, …
 *              1   to [batch, T/2, 1]
 *              2   nn.LSTM(1, V, batch_first=True, bidirectional=True)    generator.2.weight_ih_l0, …
 *              3   each step twice
 *              4   nn.LSTM(2V, V, batch_first=True, bidirectional=True)   generator.4.weight_ih_l0, …
 *              5   nn.Linear(2V, 1), step by step                         generator.5.weight, …
 *              6   tanh
 *   critic_x   0   from [batch, T, 1] to [batch, 1, T]
 *              1   nn.Conv1d(1, F, K), 2 leaky relu, 3 dropout            critic_x.1.weight, …
 *              4   nn.Conv1d(F, F, K), 5 leaky relu, 6 dropout            critic_x.4.weight, …
 *              ..  and so on, {@code criticLayers} of them in all
 *              13  flatten
 *              14  nn.Linear(.., 1)                                       critic_x.14.weight, …
 *   critic_z   0   nn.Linear(L, C), 1 leaky relu, 2 dropout               critic_z.0.weight, …
 *              3   nn.Linear(C, C), 4 leaky relu, 5 dropout               critic_z.3.weight, …
 *              6   nn.Linear(C, 1)                                        critic_z.6.weight, …
 * </pre>
 * The places 13 and 14 are those of four convolutions. An LSTM has two biases in PyTorch, of which the sum is taken.
 */
package dev.gradus.models.tadgan;
