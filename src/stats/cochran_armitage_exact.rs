//! The exact test for a trend in proportions over ordered groups.

use super::{StatsError, math};

/// Most steps of the recurrence.
const MOST_STEPS: u64 = 200_000_000;

/// The exact test for a trend in proportions over groups scored 1, 2, 3, …: the
/// probability, given the sizes of the groups and the number of events, that the
/// sum of the scores of the events lies as far from its mean or further,
/// `coin::lbl_test(g ~ y, distribution = "exact")`.
///
/// The number of events of the groups is multivariate hypergeometric; their sums
/// of scores are counted group by group (Mehta CR, Patel N, Senchaudhuri P.
/// *J Am Stat Assoc* 1992;87:21-40).
///
/// # Errors
/// [`StatsError::Lengths`], [`StatsError::TooFewGroups`],
/// [`StatsError::NoVariation`] when all or none have the event,
/// [`StatsError::TooMuchWork`] for large groups.
pub fn cochran_armitage_exact(events: &[u64], trials: &[u64]) -> Result<f64, StatsError> {
    if events.len() != trials.len() {
        return Err(StatsError::Lengths(events.len(), trials.len()));
    }
    let mut pairs = events.iter().zip(trials);
    if pairs.any(|(events, trials)| events > trials) {
        return Err(StatsError::Domain("more successes than trials"));
    }
    let filled = trials.iter().filter(|trials| **trials > 0).count();
    if filled < 2 {
        return Err(StatsError::TooFewGroups(filled));
    }
    let (happened, all): (u64, u64) = (events.iter().sum(), trials.iter().sum());
    if happened == 0 || happened == all {
        return Err(StatsError::NoVariation);
    }
    // Those without the event have the same distribution turned round.
    let rarer = happened.min(all - happened);
    let last_score = (trials.len() - 1) as u64;
    let sums = rarer * last_score;
    let work = trials
        .iter()
        .map(|size| (size.min(&rarer) + 1) * (rarer + 1));
    if work.sum::<u64>().saturating_mul(sums + 1) > MOST_STEPS {
        return Err(StatsError::TooMuchWork(MOST_STEPS));
    }
    let weights = weights_of_sums(trials, rarer as usize, sums as usize);
    let scored = |counts: &[u64]| -> u64 {
        let scores = counts.iter().enumerate();
        scores.map(|(score, count)| score as u64 * count).sum()
    };
    // Whole numbers, so that sums as far from the mean are found exactly.
    let (all, expected) = (i128::from(all), i128::from(scored(trials)));
    let distance = |sum: u64, rows: u64| {
        let from_mean = i128::from(sum) * all - i128::from(rows) * expected;
        from_mean.unsigned_abs()
    };
    let observed = distance(scored(events), happened);
    let as_far = (0u64..)
        .zip(&weights)
        .filter(|(sum, _)| distance(*sum, rarer) >= observed);
    let extreme = math::sum(as_far.map(|(_, weight)| *weight));
    let total = math::sum(weights.iter().copied());
    Ok((extreme / total).min(1.0))
}

/// For each sum of scores, how many choices of so many rows give it, up to one
/// factor for all.
fn weights_of_sums(trials: &[u64], chosen: usize, sums: usize) -> Vec<f64> {
    // By number of rows chosen so far, then by sum.
    let mut ways = vec![vec![0.0; sums + 1]; chosen + 1];
    if let Some(none) = ways.first_mut().and_then(|ways| ways.first_mut()) {
        *none = 1.0;
    }
    for (score, size) in trials.iter().enumerate() {
        let choices = choices(*size, chosen);
        let mut next = vec![vec![0.0; sums + 1]; chosen + 1];
        for (before, of_sums) in ways.iter().enumerate() {
            for (more, choice) in choices.iter().enumerate().take(chosen - before + 1) {
                let Some(row) = next.get_mut(before + more) else {
                    continue;
                };
                let shifted = row.iter_mut().skip(score * more);
                for (target, weight) in shifted.zip(of_sums) {
                    *target += weight * choice;
                }
            }
        }
        ways = next;
    }
    ways.pop().unwrap_or_default()
}

/// In how many ways 0, 1, 2, … rows of a group are chosen, divided by the most.
fn choices(size: u64, most: usize) -> Vec<f64> {
    let ln_choices = |count: u64| {
        math::ln_factorial(size) - math::ln_factorial(count) - math::ln_factorial(size - count)
    };
    let counts = 0..=size.min(most as u64);
    let logs: Vec<f64> = counts.map(ln_choices).collect();
    let greatest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    logs.into_iter()
        .map(|log| math::exp(log - greatest))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two groups: Fisher's exact test, but for tables as far from the mean on the
    /// other side, which are as probable here.
    #[test]
    fn two_groups_of_one_size_are_fishers_test() {
        // fisher.test(matrix(c(1, 9, 6, 4), 2))$p.value
        let p = cochran_armitage_exact(&[1, 6], &[10, 10]).unwrap();
        assert!((p - 0.057_275_541_795_665_78).abs() < 1e-12, "{p}");
    }

    #[test]
    fn the_other_answer_and_the_other_order_have_the_same_p() {
        let (events, trials) = ([1, 3, 5], [10, 10, 9]);
        let p = cochran_armitage_exact(&events, &trials).unwrap();
        let others = [9, 7, 4];
        let turned = cochran_armitage_exact(&[5, 3, 1], &[9, 10, 10]).unwrap();
        let answer = cochran_armitage_exact(&others, &trials).unwrap();
        assert!((p - turned).abs() < 1e-12 && (p - answer).abs() < 1e-12);
    }

    #[test]
    fn what_has_no_trend_is_refused() {
        assert!(cochran_armitage_exact(&[0, 0], &[3, 4]).is_err());
        assert!(cochran_armitage_exact(&[1], &[3]).is_err());
        assert!(cochran_armitage_exact(&[4, 0], &[3, 4]).is_err());
        let large = [50_000, 60_000, 70_000];
        let found = cochran_armitage_exact(&[20_000, 20_000, 20_000], &large);
        assert!(matches!(found, Err(StatsError::TooMuchWork(_))));
    }
}
