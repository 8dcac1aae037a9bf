use std::ops::ControlFlow; use std::time::Instant;
fn main(){ 
 let go=|content:&str, lang:&tree_sitter::Language| { let mut p=tree_sitter::Parser::new(); p.set_language(lang).unwrap(); let mut n=0u64; let t=Instant::now(); let mut cb=|_:&tree_sitter::ParseState|{n+=1; if n>4_000_000 {ControlFlow::Break(())} else {ControlFlow::Continue(())}}; let b=content.as_bytes(); let mut r=|o:usize,_|b.get(o..).unwrap_or_default(); let o=tree_sitter::ParseOptions::new().progress_callback(&mut cb); let ok=p.parse_with_options(&mut r,None,Some(o)).is_some(); let s=t.elapsed().as_secs_f64(); (n,s,ok) };
 let cpp:tree_sitter::Language=tree_sitter_cpp::LANGUAGE.into();
 for k in [5000,10000,20000] { let (n,s,ok) = go(&format!("x={}", "a<".repeat(k)), &cpp); println!("cpp a< {k}: {n} steps {s:.2} s {ok}"); }
 let mut worst=vec![]; 
 for (lang,ext,dir) in [(tree_sitter_c::LANGUAGE.into(),"c","/work/corpora/c"),(cpp.clone(),"h","/work/corpora/cpp"),(tree_sitter_javascript::LANGUAGE.into(),"js","/work/corpora/javascript"),(tree_sitter_java::LANGUAGE.into(),"java","/work/corpora/java"),(tree_sitter_python::LANGUAGE.into(),"py","/work/corpora/python")] { let lang:tree_sitter::Language=lang;
  for e in ignore::WalkBuilder::new(dir).standard_filters(false).build().flatten().filter(|e| e.path().extension().is_some_and(|x| x==ext)).take(700) { let Ok(b)=std::fs::read(e.path()) else {continue}; let Ok(t)=String::from_utf8(b) else {continue}; let (n,s,ok) = go(&t,&lang); worst.push((n as f64/(t.len() as f64+1.0), n, t.len(), s, ok, e.path().display().to_string())); } }
 worst.sort_by(|a,b| b.0.total_cmp(&a.0)); for w in worst.iter().filter(|w| w.2>20000).take(5) { println!("{w:?}"); } worst.sort_by(|a,b| b.1.cmp(&a.1)); for w in worst.iter().take(5) { println!("{w:?}"); }
}
