import { zerosLike } from '../tensor/create.js';
import { checkNumber, Optimizer } from './optimizer.js';
/** Adam, Kingma and Ba 2015. Same numbers as PyTorch's. */
export class Adam extends Optimizer {
    constructor(params, options = {}) {
        super(params, { lr: 1e-3, betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0, amsgrad: false, ...options });
    }
    checkOptions(options) {
        checkNumber('Adam', 'lr', options.lr, 0);
        checkNumber('Adam', 'betas[0]', options.betas[0], 0, 1);
        checkNumber('Adam', 'betas[1]', options.betas[1], 0, 1);
        checkNumber('Adam', 'eps', options.eps, 0);
        checkNumber('Adam', 'weightDecay', options.weightDecay, 0);
    }
    update(param, grad, options) {
        const { lr, betas, eps, weightDecay, amsgrad } = options;
        const [beta1, beta2] = betas;
        const g = weightDecay === 0 ? grad : grad.add(param.mul(weightDecay));
        const state = this.#stateOf(param, amsgrad);
        state.step++;
        state.expAvg.mul_(beta1).add_(g, { alpha: 1 - beta1 });
        state.expAvgSq.mul_(beta2).add_(g.mul(g), { alpha: 1 - beta2 });
        let meanSquare = state.expAvgSq;
        if (state.maxExpAvgSq !== undefined) {
            state.maxExpAvgSq.copy_(state.maxExpAvgSq.maximum(meanSquare));
            meanSquare = state.maxExpAvgSq;
        }
        // Both bias corrections are moved into two scalars, which saves two operations a parameter.
        const correction = Math.sqrt(1 - beta2 ** state.step);
        const rate = (lr * correction) / (1 - beta1 ** state.step);
        param.add_(state.expAvg.div(meanSquare.sqrt().add(eps * correction)), { alpha: -rate });
    }
    #stateOf(param, amsgrad) {
        let state = this.state.get(param);
        if (state === undefined) {
            state = { step: 0, expAvg: zerosLike(param), expAvgSq: zerosLike(param) };
            this.state.set(param, state);
        }
        if (amsgrad && state.maxExpAvgSq === undefined)
            state.maxExpAvgSq = zerosLike(param);
        return state;
    }
}
