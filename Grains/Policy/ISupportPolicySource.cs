using System.Collections.Immutable;

namespace Tallydesk.Policy;

/// <summary>The policy in force as this process knows it, at most a few seconds old.</summary>
public interface ISupportPolicySource
{
    /// <summary>The policy in force.</summary>
    /// <exception cref="InvalidOperationException">The process is still starting and has not read it.</exception>
    SupportPolicy Current { get; }

    /// <summary>What every version so far promised under VIP care, oldest first, at least one (Policy E2, H1).</summary>
    /// <exception cref="InvalidOperationException">The process is still starting and has not read them.</exception>
    ImmutableArray<AnswerTerms> AnswerTerms { get; }
}
