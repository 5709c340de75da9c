/**
 * DCGAN, which generates images, and AnoGAN, which finds unusual ones with it.
 *
 * <h2>DCGAN</h2>
 *
 * Two networks are trained against one another (Goodfellow et al., 2014): the discriminator D learns to tell images x from
 * generated ones, the generator G, which makes an image of a code z ~ N(0, 1), learns to be taken for real. With the logistic
 * function σ, each step of a batch lowers two losses, the first by D alone and the second by G alone:
 * <pre>
 *   D:  −mean log σ(D(x)) − mean log(1 − σ(D(G(z))))
 *   G:  −mean log σ(D(G(z)))
 * </pre>
 * The networks are convolutional (Radford et al., 2016), here those of TensorFlow's tutorial on MNIST, of which the defaults are:
 * <pre>
 *   generator       0  dense 50 → 7·7·256, no bias        generator.0.weight [12544, 50]
 *                   1  batch norm, 2 leaky relu 0.3       generator.1.weight, .bias, .running_mean, .running_var
 *                   3  to [256, 7, 7]
 *                   4  transposed convolution to 128      generator.4.weight [256, 128, 5, 5]
 *                   5  batch norm, 6 leaky relu
 *                   7  transposed, stride 2, to 64        generator.7.weight [128, 64, 5, 5]
 *                   8  batch norm, 9 leaky relu
 *                   10 transposed, stride 2, to 1         generator.10.weight [64, 1, 5, 5]
 *                   11 tanh
 *   discriminator   0  convolution, stride 2, to 64       discriminator.0.weight [64, 1, 5, 5], .bias
 *                   1  leaky relu, 2 dropout 0.3
 *                   3  convolution, stride 2, to 128      discriminator.3.weight [128, 64, 5, 5], .bias
 *                   4  leaky relu, 5 dropout 0.3, 6 flatten
 *                   7  dense to one logit                 discriminator.7.weight [1, 6272], .bias
 * </pre>
 * Weights start as Keras starts them (Glorot uniform, biases 0), batch normalisation has Keras's ε 1e-3 and momentum 0.99, pixels
 * become p/127.5 − 1, both Adams have the learning rate 1e-4, a batch is 128 images. Convolutions of stride 2 are padded by two
 * on either side, as PyTorch does, where Keras pads by one and two.
 *
 * <p>Where the images do not fill the last batch of an epoch, the rest of them waits for the next. In use, batch normalisation has
 * its running statistics, so an image depends on its code alone; in the first hundred steps these lag behind, and what is generated
 * is grey.
 *
 * <p>Limits: square grey images whose side is a multiple of 4; nothing steers which class is generated. The losses do not say how
 * good the images are: {@link dev.gradus.models.quality.GenerationQuality} does.
 *
 * <h2>AnoGAN</h2>
 *
 * A DCGAN is trained on normal images. For an image x, the code is searched for by gradient descent of which G makes the nearest one
 * (Schlegl et al., 2017), where near is meant in pixels and in the features f of the discriminator, those behind its second leaky
 * relu; what is left is the score:
 * <pre>
 *   A(x) = (1 − λ)·Σ|x − G(z)| + λ·Σ|f(x) − f(G(z))|,   λ = 0.1
 * </pre>
 * Beyond the paper, the search starts from the best of 64 codes, which are the same for all images, so that the score of an image is
 * a function of the image; and Adam 0.05 goes down, of which the paper says nothing. The threshold is the 0.95 quantile of the
 * scores of a tenth of the normal images, which training does not see.
 *
 * <p>Limits: every image is a search of its own, thousands of times the work of one pass through a network. A generator that has
 * not learnt all that is normal gives false alarms; one that is trained on much learns to make what is not normal too.
 */
package dev.gradus.models.dcgan;
