using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Explanations;

/// <summary><c>docs/explanations.md</c> shows what the functions say. <c>EXPLANATIONS=write</c> writes it.</summary>
public sealed class ExplanationDocumentTests
{
    private static readonly string Path = System.IO.Path.Combine(Checkout.Root, "docs", "explanations.md");

    [Fact]
    public void The_document_is_the_table()
    {
        if (Environment.GetEnvironmentVariable("EXPLANATIONS") == "write")
        {
            File.WriteAllText(Path, ExplanationTable.Document());
        }

        Assert.Equal(ExplanationTable.Document(), File.ReadAllText(Path));
    }
}
