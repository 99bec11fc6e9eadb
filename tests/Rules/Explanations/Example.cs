using Tallydesk.Policy;

namespace Tallydesk.Tests.Explanations;

/// <summary>A row of the table: one way in which something came about, and its sentence.</summary>
/// <param name="Section">The section of the document.</param>
/// <param name="Way">Which way it is; the same function decides it that makes the sentence, where there is one.</param>
/// <param name="Situation">How it came about.</param>
/// <param name="Say">Makes the sentence.</param>
/// <param name="Sentence">The sentence as it must be.</param>
public sealed record Example(string Section, Enum Way, string Situation, Func<string> Say, string Sentence)
{
    /// <summary>The category of a price; null for other sections.</summary>
    public Category? Category { get; init; }
}
