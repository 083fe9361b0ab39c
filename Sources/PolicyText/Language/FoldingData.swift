/// How the characters beyond ASCII fold, as text.
///
/// Made from Python's `unicodedata` (Unicode 14.0.0) by compatibility decomposition, case folding and removal of
/// the marks, with a few letters that do not decompose (ø, ł, ß, æ, œ).
///
/// A line holds sixteen characters from the hexadecimal number at its start; `*` stands before an entry that holds
/// for all sixteen. An entry is `=` for a letter that stays as it is, `X` for what is dropped, `S` for white space,
/// `A` for an apostrophe, `D` for a dash, `Q` for a quotation mark, `I` for an ideograph, `^` before a raised
/// digit, `P` for other signs with the ASCII form after it where there is one, else the folded letters or digits.
enum FoldingData {
    static let lines: StaticString = """
        0080 *S
        0090 *S
        00A0 S P P P P P P P P P a Q P X P P
        00B0 P P ^2 ^3 A μ P P P ^1 o Q P1/4 P1/2 P3/4 P
        00C0 a a a a a a ae c e e e e i i i i
        00D0 d n o o o o o P o u u u u y th ss
        00E0 a a a a a a ae c e e e e i i i i
        00F0 d n o o o o o P o u u u u y th y
        0100 a a a a a a c c c c c c c c d d
        0110 d d e e e e e e e e e e g g g g
        0120 g g g g h h h h i i i i i i i i
        0130 i i ij ij j j k k k l l l l l l ŀ
        0140 = l l n n n n n n ʼn n n o o o o
        0150 o o oe oe r r r r r r s s s s s s
        0160 s s t t t t t t u u u u u u u u
        0170 u u u u w w y y y z z z z z z s
        0180 = ɓ ƃ = ƅ = ɔ ƈ = ɖ ɗ ƌ = = ǝ ə
        0190 ɛ f f ɠ ɣ = ɩ ɨ ƙ = = = ɯ ɲ = ɵ
        01A0 o o ƣ = ƥ = ʀ ƨ = ʃ = = ƭ = ʈ u
        01B0 u ʊ ʋ ƴ = ƶ = ʒ ƹ = = = ƽ = = =
        01C0 = = = = dz dz dz lj lj lj nj nj nj a a i
        01D0 i o o u u u u u u u u u u = a a
        01E0 a a ae ae ǥ = g g k k o o o o ʒ ʒ
        01F0 j dz dz dz g g ƕ ƿ n n a a ae ae o o
        0200 a a a a e e e e i i i i o o o o
        0210 r r r r u u u u s s t t ȝ = h h
        0220 ƞ = ȣ = ȥ = a a e e o o o o o o
        0230 o o y y = = = = = = ⱥ ȼ = ƚ ⱦ =
        0240 = ɂ = ƀ ʉ ʌ ɇ = ɉ = ɋ = ɍ = ɏ =
        0250 *=
        0260 *=
        0270 *=
        0280 *=
        0290 *=
        02A0 *=
        02B0 h ɦ j r ɹ ɻ ʁ w y A = A A A = =
        02C0 = = P P P P = = = = = = = = = =
        02D0 = = P P P P P D P P P P P P P P
        02E0 ɣ l s x ʕ P P P P P P P = P = P
        02F0 *P
        0300 *X
        0310 *X
        0320 *X
        0330 *X
        0340 *X
        0350 *X
        0360 *X
        0370 ͱ = ͳ = ʹ P ͷ = P P = = = = P; ϳ
        0380 P P P P P P α P ε η ι P ο P υ ω
        0390 ι α β γ δ ε ζ η θ ι κ λ μ ν ξ ο
        03A0 π ρ P σ τ υ φ χ ψ ω ι υ α ε η ι
        03B0 υ = = = = = = = = = = = = = = =
        03C0 = = σ = = = = = = = ι υ ο υ ω ϗ
        03D0 β θ υ υ υ φ π = ϙ = ϛ = ϝ = ϟ =
        03E0 ϡ = ϣ = ϥ = ϧ = ϩ = ϫ = ϭ = ϯ =
        03F0 κ ρ σ = θ ε P ϸ = σ ϻ = = ͻ ͼ ͽ
        0400 е е ђ г є ѕ і і ј љ њ ћ к и у џ
        0410 а б в г д е ж з и и к л м н о п
        0420 р с т у ф х ц ч ш щ ъ ы ь э ю я
        0430 = = = = = = = = = и = = = = = =
        0440 *=
        0450 е е = г = = = і = = = = к и у =
        0460 ѡ = ѣ = ѥ = ѧ = ѩ = ѫ = ѭ = ѯ =
        0470 ѱ = ѳ = ѵ = ѵ ѵ ѹ = ѻ = ѽ = ѿ =
        0480 ҁ = P X X X X X X X ҋ = ҍ = ҏ =
        0490 ґ = ғ = ҕ = җ = ҙ = қ = ҝ = ҟ =
        04A0 ҡ = ң = ҥ = ҧ = ҩ = ҫ = ҭ = ү =
        04B0 ұ = ҳ = ҵ = ҷ = ҹ = һ = ҽ = ҿ =
        04C0 ӏ ж ж ӄ = ӆ = ӈ = ӊ = ӌ = ӎ = =
        04D0 а а а а ӕ = е е ә = ә ә ж ж з з
        04E0 ӡ = и и и и о о ө = ө ө э э у у
        04F0 у у у у ч ч ӷ = ы ы ӻ = ӽ = ӿ =
        0500 ԁ = ԃ = ԅ = ԇ = ԉ = ԋ = ԍ = ԏ =
        0510 ԑ = ԓ = ԕ = ԗ = ԙ = ԛ = ԝ = ԟ =
        0520 ԡ = ԣ = ԥ = ԧ = ԩ = ԫ = ԭ = ԯ =
        0530 P ա բ գ դ ե զ է ը թ ժ ի լ խ ծ կ
        0540 հ ձ ղ ճ մ յ ն շ ո չ պ ջ ռ ս վ տ
        0550 ր ց ւ փ ք օ ֆ P P = P P P P P P
        0560 *=
        0570 *=
        0580 = = = = = = = եւ = P P P P P P P
        1C80 в д о с т т ъ ѣ ꙋ P P P P P P P
        1D00 *=
        1D10 *=
        1D20 = = = = = = = = = = = = a ae b =
        1D30 d e ǝ g h i j k l m n = o ȣ p r
        1D40 t u w a ɐ ɑ ᴂ b d e ə ɛ ɜ g = k
        1D50 m n o ɔ ᴖ ᴗ p t u ᴝ ɯ v ᴥ β γ δ
        1D60 φ χ i r u v β γ ρ φ χ = = = = =
        1D70 = = = = = = = = н = = = = = = =
        1D80 *=
        1D90 = = = = = = = = = = = ɒ c ɕ d ɜ
        1DA0 f ɟ ɡ ɥ ɨ ɩ ɪ ᵻ ʝ ɭ ᶅ ʟ ɱ ɰ ɲ ɳ
        1DB0 ɴ ɵ ɸ ʂ ʃ ƫ ʉ ʊ ᴜ ʋ ʌ z ʐ ʑ ʒ θ
        1DC0 *X
        1DD0 *X
        1DE0 *X
        1DF0 *X
        1E00 a a b b b b b b c c d d d d d d
        1E10 d d d d e e e e e e e e e e f f
        1E20 g g h h h h h h h h h h i i i i
        1E30 k k k k k k l l l l l l l l m m
        1E40 m m m m n n n n n n n n o o o o
        1E50 o o o o p p p p r r r r r r r r
        1E60 s s s s s s s s s s t t t t t t
        1E70 t t u u u u u u u u u u v v v v
        1E80 w w w w w w w w w w x x x x y y
        1E90 z z z z z z h t w y aʾ s = = ss =
        1EA0 *a
        1EB0 a a a a a a a a e e e e e e e e
        1EC0 e e e e e e e e i i i i o o o o
        1ED0 *o
        1EE0 o o o o u u u u u u u u u u u u
        1EF0 u u y y y y y y y y ỻ = ỽ = ỿ =
        1F00 *α
        1F10 ε ε ε ε ε ε P P ε ε ε ε ε ε P P
        1F20 *η
        1F30 *ι
        1F40 ο ο ο ο ο ο P P ο ο ο ο ο ο P P
        1F50 υ υ υ υ υ υ υ υ P υ P υ P υ P υ
        1F60 *ω
        1F70 α α ε ε η η ι ι ο ο υ υ ω ω P P
        1F80 *α
        1F90 *η
        1FA0 *ω
        1FB0 α α α α α P α α α α α α α P ι P
        1FC0 P P η η η P η η ε ε η η η P P P
        1FD0 ι ι ι ι P P ι ι ι ι ι ι P P P P
        1FE0 υ υ υ υ ρ ρ υ υ υ υ υ υ ρ P P P`
        1FF0 P P ω ω ω P ω ω ο ο ω ω ω P P P
        2000 S S S S S S S S S S S S X X X X
        2010 D D D D D D P P A A Q A Q Q Q Q
        2020 P P P P P. P.. P... P S S X X X X X S
        2030 P P A Q P A Q P P Q Q P P!! P P P
        2040 P P P D P/ P P P?? P?! P!? P P P P P P
        2050 P P P P P P P P P P P P P P P S
        2060 X X X X X P X X X X X X X X X X
        2070 ^0 i P P ^4 ^5 ^6 ^7 ^8 ^9 P+ P P= P( P) n
        2080 0 1 2 3 4 5 6 7 8 9 P+ P P= P( P) P
        2090 a e o x ə h k l m n p s t P P P
        20A0 P P P P P P P P Prs P P P P P P P
        20B0 *P
        20C0 *P
        20D0 *X
        20E0 *X
        20F0 X P P P P P P P P P P P P P P P
        2100 Pa/c Pa/s c P P Pc/o Pc/u ɛ P P g h h h h h
        2110 i i l l P n no P P p q r r r P P
        2120 P tel P P z P ω P z P k a b c P e
        2130 e f ⅎ m o א ב ג ד i P fax π γ γ π
        2140 P P P P P d d e i j P P P P = P
        2150 P1/7 P1/9 P1/10 P1/3 P2/3 P1/5 P2/5 P3/5 P4/5 P1/6 P5/6 P1/8 P3/8 P5/8 P7/8 P1/
        2160 i ii iii iv v vi vii viii ix x xi xii l c d m
        2170 i ii iii iv v vi vii viii ix x xi xii l c d m
        2180 P P P ↄ = P P P P P0/3 P P P P P P
        2460 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16
        2470 17 18 19 20 P(1) P(2) P(3) P(4) P(5) P(6) P(7) P(8) P(9) P(10) P(11) P(12)
        2480 P(13) P(14) P(15) P(16) P(17) P(18) P(19) P(20) P1. P2. P3. P4. P5. P6. P7. P8.
        2490 P9. P10. P11. P12. P13. P14. P15. P16. P17. P18. P19. P20. P(a) P(b) P(c) P(d)
        24A0 P(e) P(f) P(g) P(h) P(i) P(j) P(k) P(l) P(m) P(n) P(o) P(p) P(q) P(r) P(s) P(t)
        24B0 P(u) P(v) P(w) P(x) P(y) P(z) a b c d e f g h i j
        24C0 k l m n o p q r s t u v w x y z
        24D0 a b c d e f g h i j k l m n o p
        24E0 q r s t u v w x y z 0 P P P P P
        24F0 *P
        2C60 ⱡ = ɫ ᵽ ɽ = = ⱨ = ⱪ = ⱬ = ɑ ɱ ɐ
        2C70 ɒ = ⱳ = = ⱶ = = = = = = j v ȿ ɀ
        2E00 *P
        2E10 *P
        2E20 P P P P P P P P P P P P P P P =
        2E30 *P
        2E40 *P
        2E50 *P
        3000 S P P P P = = P P P P P P P P P
        3010 P P P P P P P P P P P P P Q Q Q
        3020 P P P P P P P P P P X X X X P P
        3030 P = = = = = P P 十 卄 卅 = = P P P
        A640 ꙁ = ꙃ = ꙅ = ꙇ = ꙉ = ꙋ = ꙍ = ꙏ =
        A650 ꙑ = ꙓ = ꙕ = ꙗ = ꙙ = ꙛ = ꙝ = ꙟ =
        A660 ꙡ = ꙣ = ꙥ = ꙧ = ꙩ = ꙫ = ꙭ = = X
        A670 X X X P X X X X X X X X X X P =
        A680 ꚁ = ꚃ = ꚅ = ꚇ = ꚉ = ꚋ = ꚍ = ꚏ =
        A690 ꚑ = ꚓ = ꚕ = ꚗ = ꚙ = ꚛ = ъ ь X X
        A720 P P ꜣ = ꜥ = ꜧ = ꜩ = ꜫ = ꜭ = ꜯ =
        A730 = = ꜳ = ꜵ = ꜷ = ꜹ = ꜻ = ꜽ = ꜿ =
        A740 ꝁ = ꝃ = ꝅ = ꝇ = ꝉ = ꝋ = ꝍ = ꝏ =
        A750 ꝑ = ꝓ = ꝕ = ꝗ = ꝙ = ꝛ = ꝝ = ꝟ =
        A760 ꝡ = ꝣ = ꝥ = ꝧ = ꝩ = ꝫ = ꝭ = ꝯ =
        A770 ꝯ = = = = = = = = ꝺ = ꝼ = ᵹ ꝿ =
        A780 ꞁ = ꞃ = ꞅ = ꞇ = = P P ꞌ = ɥ = =
        A790 ꞑ = ꞓ = = = ꞗ = ꞙ = ꞛ = ꞝ = ꞟ =
        A7A0 ꞡ = ꞣ = ꞥ = ꞧ = ꞩ = ɦ ɜ ɡ ɬ ɪ =
        A7B0 ʞ ʇ ʝ ꭓ ꞵ = ꞷ = ꞹ = ꞻ = ꞽ = ꞿ =
        A7C0 ꟁ = ꟃ = ꞔ ʂ ᶎ ꟈ = ꟊ = P P P P P
        A7D0 ꟑ = P = P = ꟗ = ꟙ = P P P P P P
        A7E0 *P
        A7F0 P P c f q ꟶ = = h oe = = = = = =
        FB00 ff fi fl ffi ffl st st P P P P P P P P P
        FE00 *X
        FE10 P, P P P: P; P! P? P P P... P P P P P P
        FE20 *X
        FE30 P.. P P P_ P_ P( P) P{ P} P P P P P P P
        FE40 P P P P P P P P[ P] P P P P P_ P_ P_
        FE50 P, P P. P P; P: P? P! D P( P) P{ P} P P P#
        FE60 P& P* P+ D P< P> P= P P P$ P% P@ P P P P
        FF00 P P! Q P# P$ P% P& A P( P) P* P+ P, D P. P/
        FF10 0 1 2 3 4 5 6 7 8 9 P: P; P< P= P> P?
        FF20 P@ a b c d e f g h i j k l m n o
        FF30 p q r s t u v w x y z P[ P P] P^ P_
        FF40 P` a b c d e f g h i j k l m n o
        FF50 p q r s t u v w x y z P{ P| P} P~ P
        FF60 P P P P P P ヲ ァ ィ ゥ ェ ォ ャ ュ ョ ッ
        FF70 ー ア イ ウ エ オ カ キ ク ケ コ サ シ ス セ ソ
        FF80 タ チ ツ テ ト ナ ニ ヌ ネ ノ ハ ヒ フ ヘ ホ マ
        FF90 ミ ム メ モ ヤ ユ ヨ ラ リ ル レ ロ ワ ン = =
        FFA0 ᅠ ᄀ ᄁ ᆪ ᄂ ᆬ ᆭ ᄃ ᄄ ᄅ ᆰ ᆱ ᆲ ᆳ ᆴ ᆵ
        FFB0 ᄚ ᄆ ᄇ ᄈ ᄡ ᄉ ᄊ ᄋ ᄌ ᄍ ᄎ ᄏ ᄐ ᄑ ᄒ P
        FFC0 P P ᅡ ᅢ ᅣ ᅤ ᅥ ᅦ P P ᅧ ᅨ ᅩ ᅪ ᅫ ᅬ
        FFD0 P P ᅭ ᅮ ᅯ ᅰ ᅱ ᅲ P P ᅳ ᅴ ᅵ P P P
        FFE0 *P
        """
}
